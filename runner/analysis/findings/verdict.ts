/** How far a claim got: one level, one phrase, one sentence without numbers, and which claim of a feature leads. Pure. */
import type { Cause } from '../pairs/pairs-schema.ts';
import { type Verdict, type VerdictLevel, verdictLevels } from './claim-schema.ts';
import type { Effect, Rungs } from './rungs-schema.ts';
import type { LagProfile } from './shown-schema.ts';

interface Judged {
  decidedByToken: boolean;
  rungs: Rungs;
  role: LagProfile['role'];
}

export function verdictLevelOf({ rungs, decidedByToken, role }: Judged): VerdictLevel {
  const passed = (name: keyof Rungs) => rungs[name].status === 'passed';
  if (!passed('heldOut')) return 'not confirmed';
  if (rungs.learned.status === 'failed')
    return rungs.learned.reason?.code === 'control labels' ? 'meaningless too' : 'untrained too';
  if (!passed('learned')) return 'confirmed';
  if (rungs.specific.status === 'failed') return 'goes with it';
  if (!passed('specific')) return 'tells';
  const remembers = decidedByToken ? role === 'remembers' : rungs.heldOut.measured?.equalTokens !== false;
  if (!remembers) return decidedByToken && role === 'announces' ? 'announces' : 'marks';
  if (!passed('used')) return 'remembers';
  return passed('replicated') ? 'replicated' : 'used';
}

export const rankOf = (level: VerdictLevel): number => verdictLevels.indexOf(level);

interface Ranked {
  verdict: Verdict;
  rungs: { used: Pick<Rungs['used'], 'status' | 'measured'> };
  cause?: Pick<Cause, 'passed'> | undefined;
}

/**
 * How far a claim got among others: before all what preferences in pairs are shown to hang on, unless it carries something else. What
 * the network uses, though it may be something close to it, comes before what it is not shown to use.
 */
export function heightOf({ verdict: { level }, rungs, cause }: Ranked): number {
  const isUsed = level === 'tells' && rungs.used.status === 'passed';
  const rank = isUsed ? rankOf('remembers') + 0.5 : rankOf(level);
  return cause?.passed === true && rank >= rankOf('tells') ? verdictLevels.length + rank : rank;
}

/**
 * For each claim, whether it leads its feature: the highest, of equal ones that the network uses the largest flip in excess of
 * other states', else the largest effect, then the first. What was not measured comes last.
 */
export function leads(claims: readonly (Ranked & { feature: string; effect: Effect | null })[]): boolean[] {
  type Own = (typeof claims)[number];
  const flip = ({ rungs: { used } }: Own): number =>
    used.status === 'passed' ? (used.measured?.difference ?? 0) : Number.NEGATIVE_INFINITY;
  const size = ({ effect }: Own): number => (effect === null ? -1 : Math.abs(effect.localAuc - 0.5));
  const isAhead = (one: Own, other: Own): boolean =>
    flip(one) === flip(other) ? size(one) > size(other) : flip(one) > flip(other);
  const best = new Map<string, (typeof claims)[number]>();
  for (const claim of claims) {
    const known = best.get(claim.feature);
    const higher =
      known === undefined ||
      heightOf(claim) > heightOf(known) ||
      (heightOf(claim) === heightOf(known) && isAhead(claim, known));
    if (higher) best.set(claim.feature, claim);
  }
  return claims.map((claim) => best.get(claim.feature) === claim);
}
