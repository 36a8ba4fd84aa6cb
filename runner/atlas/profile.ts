/** All that is computed of one neuron alone. Pure, with the random numbers from the seed. */

import { at } from '../core/at.ts';
import { random } from '../core/random.ts';
import { none32 } from '../results/atlas-schema.ts';
import { risingOrder } from '../stats/rising-order.ts';
import type { Peak } from '../stats/spectrum.ts';
import { type Excerpts, excerptsOf, type Numbering } from './excerpts.ts';
import { type PlaceKind, placeCounts, placesOf, type Scored } from './places.ts';
import { quantilesOf } from './quantiles.ts';
import { strongestRhythm } from './rhythm.ts';
import { type Summary, summaryOf } from './summary.ts';
import type { AtlasTask } from './task.ts';

export interface NeuronProfile {
  summary: Summary;
  rhythm: Peak | null;
  /** [placeKinds.length] Positions in the observed text; `none32` where there are fewer than asked for. */
  places: Uint32Array;
  excerpts: Excerpts;
  /** [quantileLevels.length] */
  quantiles: Float32Array;
}

/** The kind of each place of a profile, in order. */
export const placeKinds = Object.entries(placeCounts).flatMap(([kind, count]) =>
  Array.from({ length: count }, () => kind as PlaceKind),
);

/** @param activation [scored] of the neuron. */
export function profileOf(
  task: AtlasTask,
  numbering: Numbering,
  neuron: number,
  activation: Float32Array,
): NeuronProfile {
  const { range, scored, scoredLength, seed } = task;
  const rising = risingOrder(activation);
  const places = positionsOf(placesOf(rising, scored, random(seed, neuron)), scored);
  return {
    summary: summaryOf(activation, range),
    rhythm: strongestRhythm(activation, scoredLength),
    places,
    excerpts: excerptsOf(task, numbering, neuron, places),
    quantiles: quantilesOf(activation, rising),
  };
}

const positionsOf = (places: Readonly<Record<PlaceKind, number[]>>, { positions }: Scored): Uint32Array =>
  Uint32Array.from(placeKinds, (kind, index) => {
    const place = places[kind][index - placeKinds.indexOf(kind)];
    return place === undefined ? none32 : at(positions, place);
  });

/** The place of a kind that stands first. */
export const firstOf = (kind: PlaceKind, { places }: NeuronProfile): number => at(places, placeKinds.indexOf(kind));
