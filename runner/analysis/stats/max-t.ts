/**
 * The sweep over neurons and features: the z of each, and by permutation the largest |z| of them all, which is what the
 * largest of so many is compared with. A job is plain data, so that parts of it can run in other threads; the merged
 * outcome does not depend on how it was cut. Pure.
 * Source: Westfall & Young 1993 (maximum of the statistic over the tests, single step).
 */

import { permutedCells } from './block-permutation-test.ts';
import { type SumRows, sumRows } from './columns.ts';
import { labelsOf } from './cross-matrix.ts';
import {
  type Effects,
  type EffectsPart,
  effectsOfRanks,
  type MarkedClass,
  mergeEffects,
  type RanksInClasses,
  ranksInClasses,
} from './effects.ts';
import {
  addTally,
  type ExceedanceCounts,
  emptyTally,
  permutationTests,
  type TestPermutations,
} from './permutation-tests.ts';
import type { Activations } from './tested-text.ts';

export interface MassTestJob {
  /** [neurons] each [tokens of the whole text]. */
  activations: Activations;
  tests: readonly MarkedClass[];
  classes: readonly MarkedClass[];
  /** [permutations][units], as from `permutationTable`. */
  table: Uint16Array;
}

export interface MassTestPart extends ExceedanceCounts {
  /** [tests][features] each [neurons of the part]; NaN where the neuron is alike in all units. */
  z: Float64Array[][];
  effects: EffectsPart;
}

/** What does the work on neurons, all to the same bit. */
export interface Kernels {
  sum: SumRows;
  swaps: TestPermutations;
  ranks: RanksInClasses;
}

/** Runs a whole job, wherever its parts run. `onProgress` hears the share done, 0 to 1; it may throw to stop. */
export type Sweep = (job: MassTestJob, onProgress?: (share: number) => void) => Promise<MassTestOutcome>;

export type MassTestOutcome = Omit<MassTestPart, 'effects'> & { effects: Effects };

/**
 * The sweep over some neurons, from `first` up to and without `end`.
 * @param kernels what ranks, adds up, and tests a few neurons side by side: by default plain loops.
 */
export function sweepNeurons(
  { activations, tests: asked, classes, table }: MassTestJob,
  { sum = sumRows, swaps = permutationTests, ranks: rank = ranksInClasses }: Partial<Kernels> = {},
): (first: number, end: number) => MassTestPart {
  const tokens = activations[0]?.length ?? 0;
  const ranksOf = rank([...classes, ...asked], tokens);
  const ranked = effectsOfRanks(classes, sum);
  const permutations = asked.length === 0 ? 0 : table.length / asked[0].units.count;
  const tests = asked.map(({ units, carriers }) => {
    const labels = carriers.map((each) => labelsOf(each, units));
    return { features: labels.length, ...swaps({ units, cells: permutedCells(table, units), permutations, labels }) };
  });
  const width = tests.reduce((least, own) => Math.min(least, own.width), ranked.width);
  const z = new Float64Array(width);
  const alone = asked.length > 0 ? null : neuronsAlone(classes);
  const isAsked = (neuron: number): boolean => alone === null || alone.has(neuron);
  return (first, end) => {
    const part: MassTestPart = {
      z: tests.map(({ features }) => Array.from({ length: features }, () => new Float64Array(end - first))),
      effects: ranked.none(end - first),
      ...emptyTally(permutations),
    };
    for (let from = first; from < end; from += width) {
      const count = Math.min(width, end - from);
      for (let k = 0; k < count; k++) {
        if (!isAsked(from + k)) continue;
        const ranks = ranksOf(activations[from + k]);
        ranked.put(k, ranks.slice(0, classes.length));
        for (const [index, { put }] of tests.entries()) put(k, ranks[classes.length + index]);
      }
      ranked.tell(count, part.effects, from - first, from);
      for (const [index, { features, test }] of tests.entries()) {
        for (let feature = 0; feature < features; feature++) {
          test(feature, count, z);
          part.z[index][feature].set(z.subarray(0, count), from - first);
        }
      }
    }
    for (const { tell } of tests) tell(part);
    return part;
  };
}

/** The neurons of which anything is asked; null: all of them. */
function neuronsAlone(classes: readonly MarkedClass[]): Set<number> | null {
  const neurons = classes.flatMap((own) => (own.neurons === undefined ? -1 : [...own.neurons]));
  return neurons.includes(-1) ? null : new Set(neurons);
}

export function mergeParts(parts: readonly MassTestPart[]): MassTestOutcome {
  const [first] = parts;
  if (first === undefined) throw new RangeError('mergeParts: there must be at least one part');
  const tally = emptyTally(first.maxima.length);
  for (const part of parts) addTally(tally, part);
  return {
    z: first.z.map((features, index) =>
      features.map((_, feature) => Float64Array.from(parts.flatMap(({ z }) => [...z[index][feature]]))),
    ),
    effects: mergeEffects(parts.map(({ effects }) => effects)),
    ...tally,
  };
}

export const neuronsAtOnce = 8;

/** In the caller's own thread. @param kernels as of `sweepNeurons`. */
export const sweepWith =
  (kernels?: Kernels): Sweep =>
  async (job, onProgress) => {
    const sweep = sweepNeurons(job, kernels);
    const neurons = job.activations.length;
    const parts: MassTestPart[] = [];
    for (let first = 0; first < Math.max(1, neurons); first += neuronsAtOnce) {
      const end = Math.min(neurons, first + neuronsAtOnce);
      parts.push(sweep(first, end));
      onProgress?.(neurons === 0 ? 1 : end / neurons);
    }
    return mergeParts(parts);
  };

export const sweepOnThisThread = sweepWith();

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
