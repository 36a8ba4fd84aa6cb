/** What became of rungs as the pages show it: signs, classes and words of their statuses. Pure; runs in the browser too. */

import type { VerdictLevel } from '../../runner/results/claim-schema.ts';
import type { Claim } from '../../runner/results/evidence-schema.ts';
import { type RungName, rungNames } from '../../runner/results/names-schema.ts';
import type { RungStatus } from '../../runner/results/rungs-schema.ts';

const symbols: Record<RungStatus, string> = {
  passed: '✔',
  failed: '✖',
  'not applicable': '○',
  'not testable': '–',
  'not run': '·',
};

/** What became of each rung of a claim. */
export const statusesOf = ({ rungs }: Pick<Claim, 'rungs'>): Record<RungName, RungStatus> =>
  Object.fromEntries(rungNames.map((rung) => [rung, rungs[rung].status])) as Record<RungName, RungStatus>;

/** A status as a class of the style sheet: 'not run' -> 'not-run'. */
export const statusClass = (status: RungStatus): string => status.replace(' ', '-');

/** The sign that stands beside a status. */
export const statusSymbol = (status: RungStatus): string => symbols[status];

/** A verdict where no claim stands beside it, as in a list to choose from. */
export const verdictNames: Record<VerdictLevel, string> = {
  'not confirmed': 'not confirmed',
  confirmed: 'confirmed on held-out text',
  'untrained too': 'an untrained network has it too',
  'meaningless too': 'labels without meaning are told as well',
  marks: 'learned to mark the token',
  announces: 'learned to announce it',
  remembers: 'learned to remember it',
  used: 'remembers it, and the network uses it',
  replicated: 'the same in other networks',
};

/** A verdict as a class of the style sheet: how much it says for the claim. */
export const verdictClass = (level: VerdictLevel): 'verdict-none' | 'verdict-some' | 'verdict-full' =>
  level === 'not confirmed' || level === 'untrained too' || level === 'meaningless too'
    ? 'verdict-none'
    : level === 'used' || level === 'replicated'
      ? 'verdict-full'
      : 'verdict-some';
