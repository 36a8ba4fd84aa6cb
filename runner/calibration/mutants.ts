/** The swap test, broken on purpose: what a calibration must find out. Pure. */
import { crossMatrix, labelsOf } from '../analysis/evidence/cross-matrix.ts';
import { permutationTable, permutedCells } from '../analysis/evidence/permutations.ts';
import { segmentRanks } from '../analysis/evidence/ranks.ts';
import { permutedZ, swapStatistic } from '../analysis/evidence/swap-test.ts';
import { swapUnits } from '../analysis/evidence/swap-units.ts';
import { type TestedText, tokensIn } from '../analysis/evidence/tested-text.ts';
import { mannWhitneyP } from '../analysis/mann-whitney.ts';
import type { Random } from '../random.ts';

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
