/** The swap test, broken on purpose: what a calibration must find out. Pure. */

import type { Random } from '../core/random.ts';
import { crossMatrix, labelsOf } from '../stats/cross-matrix.ts';
import { mannWhitneyP } from '../stats/mann-whitney.ts';
import { permutationTable, permutedCells } from '../stats/permutations.ts';
import { segmentRanks } from '../stats/ranks.ts';
import { permutedZ, swapStatistic } from '../stats/swap-test.ts';
import { swapUnits } from '../stats/swap-units.ts';
import { type TestedText, tokensIn } from '../stats/tested-text.ts';

const permutations = 199;
const level = 0.05;

/** Whether a test rejects, of one neuron's activations [tokens] and one feature's mask [tokens]. */
export type BrokenTest = (text: TestedText, activation: Float32Array, mask: Uint8Array, random: Random) => boolean;

/** Tokens permuted as though each were drawn by itself: Mann and Whitney's test is that, by its normal approximation. */
export const tokensPermuted: BrokenTest = (_, activation, mask) => mannWhitneyP(activation, mask) < level;

/** Ranks over the whole text, and segments swapped with any others, of whatever document or source. */
export const segmentsSwappedFreely: BrokenTest = (text, activation, mask, random) => {
  const segments = text.sources.length * text.segments;
  const free: TestedText = { ...text, sources: new Int32Array(segments), segments: 1 };
  const units = swapUnits(free, 'documents');
  const cross = crossMatrix(segmentRanks(activation, tokensIn(text)), labelsOf(mask, units), units);
  const statistic = swapStatistic(cross, units);
  if (statistic === null) return false;
  const table = permutedCells(permutationTable(units.strata, permutations, random), units);
  const permuted = permutedZ(statistic.standardised, table, new Float64Array(permutations));
  const asLarge = permuted.filter((z) => Math.abs(z) >= Math.abs(statistic.z)).length;
  return (1 + asLarge) / (permutations + 1) < level;
};
