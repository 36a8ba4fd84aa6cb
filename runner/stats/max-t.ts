/**
 * The sweep over neurons and features: the z of each, and by permutation the largest |z| of them all, which is what the
 * largest of so many is compared with. A job is plain data, so that parts of it can run in other threads; the merged
 * outcome does not depend on how it was cut. Pure.
 * Source: Westfall & Young 1993 (maximum of the statistic over the tests, single step).
 */

import type { Values } from '../core/values.ts';
import { type MarkedClass, ranksInClasses } from './class-ranks.ts';
import { type SumRows, sumRows } from './columns.ts';
import { crossMatrix, cumulated, labelsOf } from './cross-matrix.ts';
import { type Effects, type EffectsPart, effectsOfRanks, mergeEffects } from './effects.ts';
import { addToHistogram, emptyHistogram, mergeHistograms } from './false-discovery.ts';
import { permutedCells } from './permutations.ts';
import { permutedZ, swapStatistic } from './swap-test.ts';
import type { Activations } from './tested-text.ts';

export interface SweepJob {
  /** [neurons] each [tokens of the whole text]. */
  activations: Activations;
  /** Features by their classes; the same permutations serve all. */
  classes: readonly SweptClass[];
  /** [permutations][units], as from `permutationTable`. */
  table: Uint16Array;
}

/** A class of which not all masks need be tested: of the others there are effects alone. */
export interface SweptClass extends MarkedClass {
  /** So many of its masks are tested, the first ones; absent: all. */
  tested?: number;
}

export interface SweepPart {
  /** [classes][tested features] each [neurons of the part]; NaN where the neuron is alike in all units. */
  z: Float64Array[][];
  /** As `effectsOfNeurons` has them: the neurons are sorted already. */
  effects: EffectsPart;
  /** [permutations] The largest |z| over the part. */
  maxima: Float64Array;
  /** Of |z| over all permutations, neurons and tested features of the part. */
  histogram: Float64Array;
}

/** Runs a whole job, wherever its parts run. `onProgress` hears the share done, 0 to 1; it may throw to stop. */
export type Sweep = (job: SweepJob, onProgress?: (share: number) => void) => Promise<Swept>;

/** Of a whole job. */
export type Swept = Omit<SweepPart, 'effects'> & { effects: Effects };

export const testedOf = ({ masks, tested = masks.length }: SweptClass): readonly Values[] => masks.slice(0, tested);

/** The sweep over some neurons, from `first` up to and without `end`. */
export function sweepNeurons(
  { activations, classes, table }: SweepJob,
  sum: SumRows = sumRows,
): (first: number, end: number) => SweepPart {
  const ranksOf = ranksInClasses(classes, activations[0]?.length ?? 0);
  const ranked = effectsOfRanks(classes, sum);
  const asked = classes.map((own) => ({
    units: own.units,
    cells: permutedCells(table, own.units),
    labels: testedOf(own).map((mask) => labelsOf(mask, own.units)),
  }));
  const permuted = new Float64Array(classes.length === 0 ? 0 : table.length / classes[0].units.count);
  /** @param place of the neuron in the part. */
  const test = (allRanks: readonly Float32Array[], part: SweepPart, place: number): void => {
    for (const [index, ranks] of allRanks.entries()) {
      const { units, cells, labels } = asked[index];
      const sums = cumulated(ranks, units);
      labels.forEach((label, feature) => {
        const statistic = swapStatistic(crossMatrix(ranks, label, units, sums), units);
        part.z[index][feature][place] = statistic?.z ?? Number.NaN;
        if (statistic === null) return;
        permutedZ(statistic.standardised, cells, permuted);
        keepLargest(part.maxima, permuted);
        addToHistogram(part.histogram, permuted);
      });
    }
  };
  return (first, end) => {
    const part: SweepPart = {
      z: asked.map(({ labels }) => labels.map(() => new Float64Array(end - first))),
      effects: ranked.none(end - first),
      maxima: new Float64Array(permuted.length),
      histogram: emptyHistogram(),
    };
    for (let from = first; from < end; from += ranked.width) {
      const count = Math.min(ranked.width, end - from);
      for (let k = 0; k < count; k++) {
        const ranks = ranksOf(activations[from + k]);
        ranked.put(k, ranks);
        test(ranks, part, from + k - first);
      }
      ranked.tell(count, part.effects, from - first);
    }
    return part;
  };
}

function keepLargest(maxima: Float64Array, permuted: Float64Array): void {
  for (let b = 0; b < permuted.length; b++) {
    const size = Math.abs(permuted[b]);
    if (size > maxima[b]) maxima[b] = size;
  }
}

/** Parts of one job, in order of their neurons, as one. */
export function mergeParts(parts: readonly SweepPart[]): Swept {
  const [first, ...others] = parts;
  if (first === undefined) throw new RangeError('mergeParts: there must be at least one part');
  const maxima = Float64Array.from(first.maxima);
  for (const part of others) keepLargest(maxima, part.maxima);
  return {
    z: first.z.map((features, index) =>
      features.map((_, feature) => Float64Array.from(parts.flatMap(({ z }) => [...z[index][feature]]))),
    ),
    effects: mergeEffects(parts.map(({ effects }) => effects)),
    maxima,
    histogram: mergeHistograms(parts.map(({ histogram }) => histogram)),
  };
}

/** Neurons swept between two reports of progress. */
export const neuronsAtOnce = 8;

/** The sweep in the caller's own thread. */
export const sweepHere: Sweep = async (job, onProgress) => {
  const sweep = sweepNeurons(job);
  const neurons = job.activations.length;
  const parts: SweepPart[] = [];
  for (let first = 0; first < neurons; first += neuronsAtOnce) {
    const end = Math.min(neurons, first + neuronsAtOnce);
    parts.push(sweep(first, end));
    onProgress?.(end / neurons);
  }
  return mergeParts(parts);
};

/** Rounding that does not make an equal z a smaller one. */
const tolerance = 1e-9;

/**
 * The share of orders, the true one among them, whose largest statistic is at least as large.
 * @param maxima [permutations] sorted, smallest first.
 */
export function adjustedP(maxima: Float64Array, statistic: number): number {
  let low = 0;
  let high = maxima.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (maxima[middle] < statistic - tolerance) low = middle + 1;
    else high = middle;
  }
  return (1 + maxima.length - low) / (maxima.length + 1);
}

/**
 * The statistic above which the adjusted p is below `level`.
 * @param maxima [permutations] sorted, smallest first; at least 1 / level of them.
 */
export function criticalValue(maxima: Float64Array, level: number): number {
  // p < level allows this many permutations to be as large.
  const allowed = Math.ceil(level * (maxima.length + 1)) - 2;
  return maxima[maxima.length - 1 - Math.max(0, allowed)] ?? Number.POSITIVE_INFINITY;
}
