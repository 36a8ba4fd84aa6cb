/**
 * The effect of every neuron of a layer at once: the same number as `swapEffect`'s, without its interval. A job is plain
 * data, so that parts of it can be measured in other threads. Pure.
 */

import { areNumbers, type Values } from '../core/values.ts';
import { centredRanks } from './centred-ranks.ts';
import { type MarkedClass, ranksInClasses } from './class-ranks.ts';
import { addAtRows, addProducts } from './columns.ts';
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

/** Neurons whose ranks are kept side by side, so that they are added up together. */
const sideBySide = 4;

/** The effects of some neurons, from `first` up to and without `end`: each is sorted once for all classes. */
export function effectsOfNeurons({ activations, classes }: EffectsJob): (first: number, end: number) => Effects {
  const rows = Math.min(sideBySide, activations.length);
  const ranksOf = ranksInClasses(classes, activations[0]?.length ?? 0);
  const asked = classes.map(({ units, masks }) => ({
    units,
    centred: Array.from({ length: rows }, () => new Float32Array(units.count * units.tokens)),
    squares: new Float64Array(rows),
    features: masks.map((values) => summedAt(values, units)),
    numbers: masks.some(areNumbers),
  }));
  const sums = new Float64Array(rows);
  return (first, end) => {
    const effects = classes.map(({ masks }) => masks.map(() => new Float64Array(end - first)));
    for (let from = first; from < end; from += rows) {
      const count = Math.min(rows, end - from);
      for (let k = 0; k < count; k++) {
        const ranks = ranksOf(activations[from + k]);
        for (const [index, { units, centred, squares, numbers }] of asked.entries()) {
          centredRanks(ranks[index], units, centred[k]);
          if (numbers) squares[k] = summed(squaresWithin(ranks[index], units), units);
        }
      }
      for (const [index, { centred, squares, features }] of asked.entries()) {
        const own = centred.slice(0, count);
        for (const [feature, { addTo, held, ofNumbers }] of features.entries()) {
          sums.fill(0);
          addTo(sums, own);
          for (let k = 0; k < count; k++) {
            const by = held > 0 ? divisor(held, ofNumbers ? squares[k] : undefined) : Number.NaN;
            effects[index][feature][from + k - first] = by > 0 ? sums[k] / by : Number.NaN;
          }
        }
      }
    }
    return effects;
  };
}

/** Parts of one job, in order of their neurons, as one. */
export function mergeEffects(parts: readonly Effects[]): Effects {
  const [first = []] = parts;
  return first.map((features, index) =>
    features.map((_, feature) => Float64Array.from(parts.flatMap((part) => [...part[index][feature]]))),
  );
}

interface Summed {
  /** Adds to each neuron's sum its centred ranks, [neurons] each [tokens of the class]. */
  addTo(sums: Float64Array, centred: readonly Float32Array[]): void;
  held: number;
  ofNumbers: boolean;
}

/** How neurons' centred ranks are added up for a feature, and what the feature itself holds of the divisor. */
function summedAt(values: Values, units: SwapUnits): Summed {
  if (!areNumbers(values)) {
    const carriers = placesOf(values);
    const held = summed(pairsWithin(values, units), units);
    return { addTo: (sums, centred) => addAtRows(sums, centred, carriers), held, ofNumbers: false };
  }
  const scores = scoresOf(values, units);
  const held = summed(squaresWithin(scores, units), units);
  const factors = Float64Array.from(scores);
  return { addTo: (sums, centred) => addProducts(sums, centred, factors), held, ofNumbers: true };
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
