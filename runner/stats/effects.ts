/**
 * The effect of every neuron of a layer at once: the same number as `swapEffect`'s, without its interval. A job is plain
 * data, so that parts of it can be measured in other threads. Pure.
 */

import { areNumbers } from '../core/values.ts';
import { centredRanks } from './centred-ranks.ts';
import { type MarkedClass, ranksInClasses } from './class-ranks.ts';
import { addProducts, type SumRows, sumRows } from './columns.ts';
import { divisor, pairsWithin } from './local-auc.ts';
import { scoresOf, squaresWithin } from './number-scores.ts';
import type { SwapUnits } from './swap-units.ts';
import type { Activations } from './tested-text.ts';

export interface EffectsJob {
  /** [neurons] each [tokens of the whole text]. */
  activations: Activations;
  classes: readonly MarkedClass[];
}

/** [classes][features] each [neurons]: swap-centred local AUC minus .5; NaN where a feature has nothing to compare. */
export type Effects = Float64Array[][];

/** Measures a whole job, wherever its parts are measured. */
export type MeasureEffects = (job: EffectsJob) => Promise<Effects>;

export const measureHere: MeasureEffects = async (job) => effectsOfNeurons(job)(0, job.activations.length);

/**
 * The effects of some neurons, from `first` up to and without `end`: each is sorted once for all classes.
 * @param sum adds up at the tokens of the masks, of which there may be thousands.
 */
export function effectsOfNeurons(
  { activations, classes }: EffectsJob,
  sum: SumRows = sumRows,
): (first: number, end: number) => Effects {
  const ranksOf = ranksInClasses(classes, activations[0]?.length ?? 0);
  const asked = classes.map((own) => sumsIn(own, sum));
  const width = Math.min(...asked.map((own) => own.width));
  const sums = new Float64Array(width);
  return (first, end) => {
    const effects = classes.map(({ masks }) => masks.map(() => new Float64Array(end - first)));
    for (let from = first; from < end; from += width) {
      const count = Math.min(width, end - from);
      for (let k = 0; k < count; k++) {
        const ranks = ranksOf(activations[from + k]);
        for (const [index, { put }] of asked.entries()) put(k, ranks[index]);
      }
      for (const [index, { features }] of asked.entries()) {
        for (const [feature, { add, by }] of features.entries()) {
          add(sums);
          for (let k = 0; k < count; k++) {
            const divided = by(k);
            effects[index][feature][from + k - first] = divided > 0 ? sums[k] / divided : Number.NaN;
          }
        }
      }
    }
    return effects;
  };
}

/** What is added up of neurons' ranks in a class, a few neurons together. */
function sumsIn({ units, masks }: MarkedClass, sum: SumRows) {
  const tokens = units.count * units.tokens;
  const marks = masks.filter((values) => !areNumbers(values));
  const rows = sum(marks.map(placesOf), tokens);
  const { width } = rows;
  const centred = Array.from({ length: width }, () => new Float32Array(tokens));
  const squares = new Float64Array(width);
  const isOfNumbers = marks.length < masks.length;
  let list = 0;
  return {
    width,
    put(k: number, ranks: Float32Array): void {
      rows.put(k, centredRanks(ranks, units, centred[k]));
      if (isOfNumbers) squares[k] = summed(squaresWithin(ranks, units), units);
    },
    /** Of each feature its sums, and what the k-th neuron's is divided by; 0 where there is nothing to compare. */
    features: masks.map((values) => {
      if (!areNumbers(values)) {
        const own = list++;
        const held = summed(pairsWithin(values, units), units);
        return { add: (sums: Float64Array) => rows.at(own, sums), by: () => (held > 0 ? divisor(held) : 0) };
      }
      const scores = scoresOf(values, units);
      const held = summed(squaresWithin(scores, units), units);
      const factors = Float64Array.from(scores);
      return {
        add: (sums: Float64Array) => addProducts(sums.fill(0), centred, factors),
        by: (k: number) => (held > 0 ? divisor(held, squares[k]) : 0),
      };
    }),
  };
}

/** Parts of one job, in order of their neurons, as one. */
export function mergeEffects(parts: readonly Effects[]): Effects {
  const [first = []] = parts;
  return first.map((features, index) =>
    features.map((_, feature) => Float64Array.from(parts.flatMap((part) => [...part[index][feature]]))),
  );
}

/** Over the units that can be swapped. @param within [units]. */
const summed = (within: Float64Array, units: SwapUnits): number =>
  units.groups.reduce((sum, group) => sum + group.reduce((part, unit) => part + within[unit], 0), 0);

/** Where a mask is 1. */
export function placesOf(mask: Uint8Array): Int32Array<ArrayBuffer> {
  const places = new Int32Array(mask.length);
  let count = 0;
  for (let t = 0; t < mask.length; t++) if (mask[t] === 1) places[count++] = t;
  return places.slice(0, count);
}
