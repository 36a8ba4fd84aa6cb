/** What became of rungs as the pages show it. Pure; runs in the browser too. */
import type { VerdictLevel } from '../../runner/analysis/findings/claim-schema.ts';
import { type RungName, rungNames } from '../../runner/analysis/findings/names-schema.ts';
import type { RungStatus } from '../../runner/analysis/findings/rungs-schema.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import { statusName, statusSigns } from '../../runner/wording/rungs.ts';
import { verdictPhrase } from '../../runner/wording/verdict.ts';
import { type Html, html, trusted } from './html.ts';

/** What became of each rung of a claim. */
export const statusesOf = ({ rungs }: Pick<Claim, 'rungs'>): Record<RungName, RungStatus> =>
  Object.fromEntries(rungNames.map((rung) => [rung, rungs[rung].status])) as Record<RungName, RungStatus>;

/** A rung that was asked of a claim, in the words of a badge: passed, failed, and where too little was there to tell. */
const badges: Readonly<Record<RungName, readonly [passed: string, failed: string, open: string]>> = {
  heldOut: ['Holds on new pages', 'Does not hold on new pages', 'Too few new pages to tell'],
  learned: ['Learned', 'Not learned', 'Not known to be learned'],
  specific: ['Told from look-alikes', 'Look-alikes do as well', 'No look-alike to tell it from'],
  used: ['Used by the network', 'Not shown to be used', 'Not asked whether it is used'],
  replicated: [
    'Repeated in a second network',
    'Not repeated in a second network',
    'Not yet repeated in a second network',
  ],
};

/** What stands under a finding: what became of its rungs as far as they were asked; of the last one also that it was not. */
export function badgesOf(claim: Pick<Claim, 'rungs'>): { status: RungStatus; sign: string; words: string }[] {
  const statuses = statusesOf(claim);
  const failed = rungNames.some((rung) => statuses[rung] === 'failed');
  return rungNames.flatMap((rung) => {
    const status = statuses[rung];
    if (status === 'not applicable' || (failed && status === 'not run')) return [];
    const place = status === 'passed' ? 0 : status === 'failed' ? 1 : 2;
    return { status, sign: statusSigns[status], words: badges[rung][place] };
  });
}

/** A status as a class of the style sheet: 'not run' -> 'not-run'. */
export const statusClass = (status: RungStatus): string => status.replace(' ', '-');

/**
 * What became of a rung, wherever pages show it: '✔ passed'. The sign is not read aloud, the word is.
 * @param quiet the word is for those who listen: what stands beside the sign says as much.
 */
export const rungState = (status: RungStatus, quiet = false): Html =>
  html`<span aria-hidden="true">${statusSigns[status]}</span> <span${quiet && trusted(' class="unseen"')}>${statusName(status)}</span>`;

/** A claim's verdict, one phrase. */
export const verdictHtml = (claim: Pick<Claim, 'verdict' | 'rungs'>): Html =>
  html`<span class="verdict ${verdictClass(claim.verdict.level)}">${verdictPhrase(claim)}</span>`;

export const answered = (passed: boolean): RungStatus => (passed ? 'passed' : 'failed');

/** A verdict as a class of the style sheet: how much it says for the claim. */
export const verdictClass = (level: VerdictLevel): 'verdict-none' | 'verdict-some' | 'verdict-full' =>
  level === 'not confirmed' || level === 'untrained too' || level === 'meaningless too' || level === 'goes with it'
    ? 'verdict-none'
    : level === 'used' || level === 'replicated'
      ? 'verdict-full'
      : 'verdict-some';
