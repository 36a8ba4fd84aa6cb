/** What became of rungs as the pages show it: classes of their statuses. Pure; runs in the browser too. */

import type { VerdictLevel } from '../../runner/results/claim-schema.ts';
import type { Claim } from '../../runner/results/evidence-schema.ts';
import { type RungName, rungNames } from '../../runner/results/names-schema.ts';
import type { RungStatus } from '../../runner/results/rungs-schema.ts';

/** What became of each rung of a claim. */
export const statusesOf = ({ rungs }: Pick<Claim, 'rungs'>): Record<RungName, RungStatus> =>
  Object.fromEntries(rungNames.map((rung) => [rung, rungs[rung].status])) as Record<RungName, RungStatus>;

/** A status as a class of the style sheet: 'not run' -> 'not-run'. */
export const statusClass = (status: RungStatus): string => status.replace(' ', '-');

/** What a status answers to a question such as 'Used?'. */
export const statusAnswers: Readonly<Record<RungStatus, string>> = {
  passed: 'Yes',
  failed: 'Not shown',
  'not applicable': 'Does not apply',
  'not testable': 'Cannot be told',
  'not run': 'Not asked',
};

export const answered = (passed: boolean): RungStatus => (passed ? 'passed' : 'failed');

/** A verdict as a class of the style sheet: how much it says for the claim. */
export const verdictClass = (level: VerdictLevel): 'verdict-none' | 'verdict-some' | 'verdict-full' =>
  level === 'not confirmed' || level === 'untrained too' || level === 'meaningless too' || level === 'goes with it'
    ? 'verdict-none'
    : level === 'used' || level === 'replicated'
      ? 'verdict-full'
      : 'verdict-some';
