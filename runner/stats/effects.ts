/**
 * The effect of every neuron of a layer at once: the same number as `swapEffect`'s, without its interval. A job is plain
 * data, so that parts of it can be measured in other threads. Pure.
 */

import { areNumbers, type Values } from '../core/values.ts';
import { centredRanks } from './centred-ranks.ts';
import { divisor, pairsWithin } from './local-auc.ts';
import { scoresOf, squaresWithin } from './number-scores.ts';
import { classRanks, placesByToken, ranksOfSorted, sortedSegments } from './ranks.ts';
import type { SwapUnits } from './swap-units.ts';
import type { Activations } from './tested-text.ts';
import type { View } from './view.ts';

export interface EffectsJob {
  /** [neurons] each [tokens of the whole text]. */
  activations: Activations;
  classes: readonly EffectsClass[];
}

/** A class of tokens, and features that are compared within it. */
export interface EffectsClass {
  /** The class in the whole text, as a `ReferenceText` has it; null: the whole text. */
  view: View | null;
  units: SwapUnits;
  /** [features] each [tokens of the class]: a mask, 1 where a token carries the feature, or numbers. */
  masks: readonly Values[];
}

/** [classes][features] each [neurons]: swap-centred local AUC minus .5; NaN where a feature has nothing to compare. */
export type Effects = Float64Array[][];

/** Measures a whole job, wherever its parts are measured. */
export type MeasureEffects = (job: EffectsJob) => Promise<Effects>;

export const measureHere: MeasureEffects = async (job) => effectsOfNeurons(job)(0, job.activations.length);

/** The effects of some neurons, from `first` up to and without `end`: each is sorted once for all classes. */
export function effectsOfNeurons({ activations, classes }: EffectsJob): (first: number, end: number) => Effects {
  const asked = classes.map(({ view, units, masks }) => ({
    units,
    places: view === null ? null : placesByToken(view, activations[0]?.length ?? 0),
    ranks: new Float32Array(units.count * units.tokens),
    centred: new Float32Array(units.count * units.tokens),
    features: masks.map((values) => summedAt(values, units)),
    numbers: masks.some(areNumbers),
  }));
  const [any] = classes;
  // All classes are of one text; one of no token has no segment either.
  const segments = any === undefined ? 1 : Math.max(1, segmentsOf(any.units));
  return (first, end) => {
    const effects = classes.map(({ masks }) => masks.map(() => new Float64Array(end - first)));
    for (let neuron = first; neuron < end; neuron++) {
      const activation = activations[neuron];
      const sorted = sortedSegments(activation, Math.max(1, activation.length) / segments);
      for (const [index, { units, places, ranks, centred, features, numbers }] of asked.entries()) {
        if (places === null) ranksOfSorted(sorted, units.segment, ranks);
        else classRanks(sorted, places, units.segment, ranks);
        centredRanks(ranks, units, centred);
        const squares = numbers ? summed(squaresWithin(ranks, units), units) : 0;
        for (const [feature, { sum, held, ofNumbers }] of features.entries()) {
          const by = held > 0 ? divisor(held, ofNumbers ? squares : undefined) : Number.NaN;
          effects[index][feature][neuron - first] = by > 0 ? sum(centred) / by : Number.NaN;
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

const segmentsOf = ({ count, tokens, segment }: SwapUnits): number => (count * tokens) / segment;

/** How a neuron's centred ranks are added up for a feature, and what the feature itself holds of the divisor. */
function summedAt(values: Values, units: SwapUnits) {
  if (!areNumbers(values)) {
    const carriers = placesOf(values);
    const held = summed(pairsWithin(values, units), units);
    return { sum: (centred: Float32Array) => sumAt(centred, carriers), held, ofNumbers: false };
  }
  const scores = scoresOf(values, units);
  const held = summed(squaresWithin(scores, units), units);
  return { sum: (centred: Float32Array) => sumOfProducts(centred, scores), held, ofNumbers: true };
}

/** Over the units that can be swapped. @param within [units]. */
const summed = (within: Float64Array, units: SwapUnits): number =>
  units.groups.reduce((sum, group) => sum + group.reduce((part, unit) => part + within[unit], 0), 0);

function sumOfProducts(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** The values at some places added up, after what is there `from` before. */
export function sumAt(values: Float32Array, places: Int32Array, from = 0): number {
  let sum = from;
  for (let i = 0; i < places.length; i++) sum += values[places[i]];
  return sum;
}

/** Where a mask is 1. */
export function placesOf(mask: Uint8Array): Int32Array<ArrayBuffer> {
  const places = new Int32Array(mask.length);
  let count = 0;
  for (let t = 0; t < mask.length; t++) if (mask[t] === 1) places[count++] = t;
  return places.slice(0, count);
}
