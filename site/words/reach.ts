/** How far claims get on the ladder, to put them in order. Pure. */
import { type Claim, rungNames } from '../../runner/results/evidence-schema-1.ts';

/** E7 is for the reader to judge and counts for nothing here. */
const judged = rungNames.filter((rung) => rung !== 'E7');

/**
 * Orders claims by how far they get, furthest first: rungs passed without a gap from E1 on, then rungs passed at all,
 * then the size of the effect. No claim at all comes last.
 */
export function byReach(a: Claim | undefined, b: Claim | undefined): number {
  const [first, second] = [heights(a), heights(b)];
  return first.reduce((order, height, index) => order || (second[index] ?? 0) - height, 0);
}

/** What claims are ordered by, the weightiest first; -1 for what is not there. */
function heights(claim: Claim | undefined): number[] {
  if (claim === undefined) return [-1, -1, -1];
  const passed = judged.map((rung) => claim.rungs[rung].status === 'passed');
  const gap = passed.indexOf(false);
  const effect = claim.rungs.E1.measured;
  return [
    gap === -1 ? passed.length : gap,
    passed.filter(Boolean).length,
    effect === null ? -1 : Math.abs(effect.localAuc - 0.5),
  ];
}
