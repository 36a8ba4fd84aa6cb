/** How far a claim got: one level, one phrase, one sentence without numbers, and which claim of a feature leads. Pure. */
import { type Verdict, type VerdictLevel, verdictLevels } from '../results/claim-schema.ts';
import { isUndecided } from '../results/reasons-schema.ts';
import type { Rungs } from '../results/rungs-schema.ts';
import type { LagProfile } from '../results/shown-schema.ts';
import { learnedCriteria } from './rungs/learned.ts';

interface Judged {
  decidedByToken: boolean;
  rungs: Rungs;
  role: LagProfile['role'];
}

/** `chance` does not count: it screens who may be claimed, and never overrules `heldOut`. */
export function verdictLevelOf({ rungs, decidedByToken, role }: Judged): VerdictLevel {
  const passed = (name: keyof Rungs) => rungs[name].status === 'passed';
  if (!passed('effect') || !passed('heldOut')) return 'not confirmed';
  if (rungs.learned.status === 'failed') return isUntrainedToo(rungs) ? 'untrained too' : 'meaningless too';
  if (!passed('learned')) return 'confirmed';
  const remembers = decidedByToken ? role === 'remembers' : passed('context');
  if (!remembers) return decidedByToken && role === 'announces' ? 'announces' : 'marks';
  if (!passed('used')) return 'remembers';
  if (rungs.specific.status === 'failed') return 'goes with it';
  if (isUndecided(rungs.specific.reason)) return 'remembers';
  return passed('replicated') ? 'replicated' : 'used';
}

const isUntrainedToo = ({ learned: { measured } }: Rungs): boolean =>
  measured === null || measured.adjustedP >= learnedCriteria.adjustedP;

export const rankOf = (level: VerdictLevel): number => verdictLevels.indexOf(level);

/**
 * For each claim, whether it leads its feature: highest verdict, of equal ones the largest flip in excess of other states', then
 * the largest effect, then the first. What was not measured comes last.
 */
export function leads(
  claims: readonly { feature: string; verdict: Verdict; rungs: Pick<Rungs, 'effect' | 'used'> }[],
): boolean[] {
  type Own = (typeof claims)[number];
  const flip = ({ rungs }: Own): number => rungs.used.measured?.difference ?? Number.NEGATIVE_INFINITY;
  const size = ({ rungs }: Own): number =>
    rungs.effect.measured === null ? -1 : Math.abs(rungs.effect.measured.localAuc - 0.5);
  const isAhead = (one: Own, other: Own): boolean =>
    flip(one) === flip(other) ? size(one) > size(other) : flip(one) > flip(other);
  const best = new Map<string, (typeof claims)[number]>();
  for (const claim of claims) {
    const known = best.get(claim.feature);
    const higher =
      known === undefined ||
      rankOf(claim.verdict.level) > rankOf(known.verdict.level) ||
      (claim.verdict.level === known.verdict.level && isAhead(claim, known));
    if (higher) best.set(claim.feature, claim);
  }
  return claims.map((claim) => best.get(claim.feature) === claim);
}
