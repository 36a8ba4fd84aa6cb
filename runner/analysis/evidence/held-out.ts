/** E3, held-out: claims frozen with their sign on one text, tested on another. Pure. */
import type { Random } from '../../random.ts';
import { crossMatrix, labelsOf } from './cross-matrix.ts';
import { adjustedP } from './max-t.ts';
import { permutationTable, permutedCells } from './permutations.ts';
import { segmentRanks } from './ranks.ts';
import { permutedZ, type SwapStatistic, swapStatistic } from './swap-test.ts';
import { type SwapUnits, swapUnits } from './swap-units.ts';
import { whyNotTestable } from './testable.ts';
import type { TestedText } from './tested-text.ts';

export interface FrozenTest {
  /** [tokens] of the text on which the claim is tested. */
  activation: Float32Array;
  mask: Uint8Array;
  /** Whether the claim says higher (1) or lower (-1) at the feature. */
  sign: 1 | -1;
}

export interface HeldOutTask {
  text: TestedText;
  claims: readonly FrozenTest[];
  permutations: number;
  random: Pick<Random, 'below'>;
  units?: SwapUnits;
}

export interface HeldOutTest {
  /** As the activation is; a claim of sign -1 holds when it is below 0. */
  z: number;
  /** One-sided, maximum over the claims that could be tested. */
  adjustedP: number;
  /** Claims tested together. */
  claims: number;
}

/**
 * One-sided z of each claim against the largest of all claims under one table of permutations.
 * @returns by claim; a reason in words where it cannot be tested, and then it is none of the claims tested together.
 */
export function heldOutTest(task: HeldOutTask): (HeldOutTest | string)[] {
  const { text, claims, permutations, random, units = swapUnits(text) } = task;
  const cells = permutedCells(permutationTable(units.strata, permutations, random), units);
  const maxima = new Float64Array(permutations).fill(Number.NEGATIVE_INFINITY);
  const permuted = new Float64Array(permutations);
  const statistics = claims.map((claim) => statisticOf(claim, units));
  statistics.forEach((statistic, index) => {
    if (typeof statistic === 'string') return;
    const sign = (claims[index] as FrozenTest).sign;
    permutedZ(statistic.standardised, cells, permuted);
    for (let b = 0; b < permutations; b++) {
      maxima[b] = Math.max(maxima[b] as number, sign * (permuted[b] as number));
    }
  });
  maxima.sort();
  const tested = statistics.filter((statistic) => typeof statistic !== 'string').length;
  return statistics.map((statistic, index) => {
    if (typeof statistic === 'string') return statistic;
    const { z } = statistic;
    return { z, adjustedP: adjustedP(maxima, (claims[index] as FrozenTest).sign * z), claims: tested };
  });
}

function statisticOf({ activation, mask }: FrozenTest, units: SwapUnits): SwapStatistic | string {
  const reason = whyNotTestable(mask, units);
  if (reason !== null) return reason;
  const cross = crossMatrix(segmentRanks(activation, units.segment), labelsOf(mask, units), units);
  return swapStatistic(cross, units) ?? 'the neuron is alike in all documents, so that swapping them changes nothing';
}
