/** The swap tests of many features for neurons that are put side by side, and of their permutations the largest |z|. Pure. */

import { permutedZ, swapStatistic } from './block-permutation-test.ts';
import { crossMatrix, cumulated, type UnitLabels } from './cross-matrix.ts';
import type { PermutationBlocks } from './tested-text.ts';

export interface SwapQuestions {
  units: PermutationBlocks;
  /** [permutations][swappable], as from `permutedCells`. */
  cells: Uint16Array | Uint32Array;
  permutations: number;
  /** [features] */
  labels: readonly UnitLabels[];
}

export interface ExceedanceCounts {
  /** [permutations] The largest |z|. */
  maxima: Float64Array;
  /** How often |z| is so large, as from `emptyHistogram`. */
  histogram: Float64Array;
}

export const emptyTally = (permutations: number): ExceedanceCounts => ({
  maxima: new Float64Array(permutations),
  histogram: emptyHistogram(),
});

export function addTally({ maxima, histogram }: ExceedanceCounts, other: ExceedanceCounts): void {
  keepLargest(maxima, other.maxima);
  for (let bin = 0; bin < histogram.length; bin++) histogram[bin] += other.histogram[bin];
}

/** So many neurons together; the next take the place of the last. */
export interface PermutationTests {
  width: number;
  /** Takes a neuron's ranks, [tokens of the class], below `width`; they may be overwritten afterwards. */
  put(k: number, ranks: Float32Array): void;
  /** Writes the z of the first `count` neurons for a feature; NaN of a neuron that is alike in all units. */
  test(feature: number, count: number, z: Float64Array): void;
  /** Adds to a tally what the tests since the last call came to. */
  tell(tally: ExceedanceCounts): void;
}

export type TestPermutations = (asked: SwapQuestions) => PermutationTests;

export const permutationTests: TestPermutations = ({ units, cells, permutations, labels }) => {
  const tokens = units.count * units.tokens;
  const neurons = [0, 1, 2, 3].map(() => ({
    ranks: new Float32Array(tokens),
    sums: cumulated(new Float32Array(tokens), units),
  }));
  const permuted = new Float64Array(permutations);
  let own = emptyTally(permutations);
  return {
    width: neurons.length,
    put(k, ranks) {
      neurons[k].ranks.set(ranks);
      neurons[k].sums = cumulated(ranks, units);
    },
    test(feature, count, z) {
      for (const [k, { ranks, sums }] of neurons.slice(0, count).entries()) {
        const statistic = swapStatistic(crossMatrix(ranks, labels[feature], units, sums), units);
        z[k] = statistic?.z ?? Number.NaN;
        if (statistic === null) continue;
        permutedZ(statistic.standardised, cells, permuted);
        keepLargest(own.maxima, permuted);
        addToHistogram(own.histogram, permuted);
      }
    },
    tell(tally) {
      addTally(tally, own);
      own = emptyTally(permutations);
    },
  };
};

function keepLargest(maxima: Float64Array, permuted: Float64Array): void {
  for (let b = 0; b < permuted.length; b++) {
    const size = Math.abs(permuted[b]);
    if (size > maxima[b]) maxima[b] = size;
  }
}

/** Bins of |z| for counting millions of permuted values in place; the last takes all that lie beyond. */
export const binsPerUnit = 256;
export const bins = 64 * binsPerUnit;

export const emptyHistogram = (): Float64Array => new Float64Array(bins);

export function addToHistogram(histogram: Float64Array, z: Float64Array): void {
  for (const value of z) histogram[Math.min(bins - 1, Math.floor(Math.abs(value) * binsPerUnit))] += 1;
}

/**
 * How many of the neurons and features with so large a |z| are chance, by permutation: the rate at which claims with |z| >= the given one are false: the mean number of permuted |z| as large, over the
 * number of observed ones. The bin of the given z counts whole, so the rate errs upwards, by 1/256 of a z.
 * Source: Tusher, Tibshirani & Chu 2001 (without the estimate of the share of true nulls, which makes it conservative).
 * @param histogram of permuted |z|.
 * @param observed [tests] z; NaN is no test.
 */
export function falseDiscoveryRate(
  histogram: Float64Array,
  permutations: number,
  observed: Float64Array,
): (z: number) => number {
  const sizes = observed
    .filter((z) => !Number.isNaN(z))
    .map(Math.abs)
    .sort();
  const asLarge = Float64Array.from(histogram);
  for (let bin = bins - 2; bin >= 0; bin--) asLarge[bin] += asLarge[bin + 1];
  return (z) => {
    const size = Math.abs(z);
    const found = sizes.length - sizes.findLastIndex((each) => each < size) - 1;
    const expected = asLarge[Math.min(bins - 1, Math.floor(size * binsPerUnit))] / permutations;
    return found === 0 ? 1 : Math.min(1, expected / found);
  };
}
