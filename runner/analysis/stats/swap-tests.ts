/** The swap tests of many features for neurons that are put side by side, and of their permutations the largest |z|. Pure. */
import { crossMatrix, cumulated, type UnitLabels } from './cross-matrix.ts';
import { addToHistogram, emptyHistogram } from './false-discovery.ts';
import { permutedZ, swapStatistic } from './swap-test.ts';
import type { SwapUnits } from './swap-units.ts';

/** What is tested in a class of tokens. */
export interface SwapQuestions {
  units: SwapUnits;
  /** [permutations][swappable], as from `permutedCells`. */
  cells: Uint16Array | Uint32Array;
  permutations: number;
  /** [features] */
  labels: readonly UnitLabels[];
}

/** What the permutations of all tests come to. */
export interface SwapTally {
  /** [permutations] The largest |z|. */
  maxima: Float64Array;
  /** How often |z| is so large, as from `emptyHistogram`. */
  histogram: Float64Array;
}

export const emptyTally = (permutations: number): SwapTally => ({
  maxima: new Float64Array(permutations),
  histogram: emptyHistogram(),
});

/** Adds what other tests, of the same permutations, came to. */
export function addTally({ maxima, histogram }: SwapTally, other: SwapTally): void {
  keepLargest(maxima, other.maxima);
  for (let bin = 0; bin < histogram.length; bin++) histogram[bin] += other.histogram[bin];
}

/** So many neurons together; the next take the place of the last. */
export interface SwapTests {
  width: number;
  /** Takes a neuron's ranks, [tokens of the class], below `width`; they may be overwritten afterwards. */
  put(k: number, ranks: Float32Array): void;
  /** Writes the z of the first `count` neurons for a feature; NaN of a neuron that is alike in all units. */
  test(feature: number, count: number, z: Float64Array): void;
  /** Adds to a tally what the tests since the last call came to. */
  tell(tally: SwapTally): void;
}

export type TestSwaps = (asked: SwapQuestions) => SwapTests;

/** By plain loops, one neuron after the other. */
export const swapTests: TestSwaps = ({ units, cells, permutations, labels }) => {
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
