/** E3, held-out: claims frozen with their sign on one text, tested on another. Pure. */
import { crossMatrix, labelsOf } from '../stats/cross-matrix.ts';
import { adjustedP } from '../stats/max-t.ts';
import { segmentRanks } from '../stats/ranks.ts';
import { permutedZ, type SwapStatistic, swapStatistic } from '../stats/swap-test.ts';
import { type SwapUnits, swappable } from '../stats/swap-units.ts';
import { whyNotTestable } from '../stats/testable.ts';

export interface FrozenTest {
  /** [tokens] of the text on which the claim is tested. */
  activation: Float32Array;
  mask: Uint8Array;
  /** Whether the claim says higher (1) or lower (-1) at the feature. */
  sign: 1 | -1;
}

export interface HeldOutTest {
  /** As the activation is; a claim of sign -1 holds when it is far below 0. */
  z: number;
  /** One-sided, maximum over the claims that could be tested. */
  adjustedP: number;
  /** Claims tested together. */
  claims: number;
}

/** Why a neuron that never changes has no z. */
export const neverChanges = 'The neuron is alike in all documents, so that swapping them changes nothing.';

/**
 * One-sided z of each claim against the largest of all claims, under one table of permutations.
 * @param cells [permutations][swappable units], as from `permutedCells`.
 * @returns by claim; a reason in words where it cannot be tested, and then it is none of the claims tested together.
 */
export function heldOutTest(
  claims: readonly FrozenTest[],
  units: SwapUnits,
  cells: Uint16Array | Uint32Array,
): (HeldOutTest | string)[] {
  const statistics = claims.map((claim) => statisticOf(claim, units));
  const permutations = cells.length / swappable(units) || 0;
  const maxima = new Float64Array(permutations).fill(Number.NEGATIVE_INFINITY);
  const permuted = new Float64Array(permutations);
  claims.forEach(({ sign }, index) => {
    const statistic = statistics[index];
    if (typeof statistic !== 'object') return;
    permutedZ(statistic.standardised, cells, permuted);
    for (let b = 0; b < permutations; b++) {
      maxima[b] = Math.max(maxima[b] as number, sign * (permuted[b] as number));
    }
  });
  maxima.sort();
  const tested = statistics.filter((statistic) => typeof statistic === 'object').length;
  return claims.map(({ sign }, index) => {
    const statistic = statistics[index] as SwapStatistic | string;
    if (typeof statistic === 'string') return statistic;
    return { z: statistic.z, adjustedP: adjustedP(maxima, sign * statistic.z), claims: tested };
  });
}

function statisticOf({ activation, mask }: FrozenTest, units: SwapUnits): SwapStatistic | string {
  const reason = whyNotTestable(mask, units);
  if (reason !== null) return reason;
  const cross = crossMatrix(segmentRanks(activation, units.segment), labelsOf(mask, units), units);
  return swapStatistic(cross, units) ?? neverChanges;
}
