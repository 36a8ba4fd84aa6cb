/** All that is computed of one neuron alone. Pure, with the random numbers from the seed. */

import { at } from '../../core/at.ts';
import { random } from '../../core/random.ts';
import { risingOrder } from '../stats/rising-order.ts';
import type { Peak } from '../stats/spectrum.ts';
import { strongestRhythm } from '../stats/strongest-rhythm.ts';
import { none32 } from './atlas-schema.ts';
import { atlasExcerptsOf, type Excerpts, type Numbering } from './excerpts.ts';
import { excerptPlacesOf, type PlaceKind, placeCounts, type ScoredTokens } from './places.ts';
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
  const { range, scored, seed } = task;
  const rising = risingOrder(activation);
  const places = positionsOf(
    excerptPlacesOf(rising, scored, { random: random(seed, neuron), side: task.side }),
    scored,
  );
  return {
    summary: summaryOf(activation, range),
    rhythm: strongestRhythm(activation, scored.length),
    places,
    excerpts: atlasExcerptsOf(task, numbering, neuron, places),
    quantiles: quantilesOf(activation, rising),
  };
}

const positionsOf = (places: Readonly<Record<PlaceKind, number[]>>, { positions }: ScoredTokens): Uint32Array =>
  Uint32Array.from(placeKinds, (kind, index) => {
    const place = places[kind][index - placeKinds.indexOf(kind)];
    return place === undefined ? none32 : at(positions, place);
  });

/** The place of a kind that stands first. */
export const firstOf = (kind: PlaceKind, { places }: NeuronProfile): number => at(places, placeKinds.indexOf(kind));

/** Finely at both ends: how unusual an activation is on the whole observed text can be read from the values there. */
const half = [0, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45];
/** Shares of the tokens that lie below; the median in the middle. */
export const quantileLevels: readonly number[] = [
  ...half,
  0.5,
  ...half.toReversed().map((level) => Math.round(1e4 * (1 - level)) / 1e4),
];

/**
 * @param activation [scored] of the neuron; @param rising [scored] its indices from the lowest value to the highest.
 * @returns [quantileLevels.length] The values nearest to each level.
 */
export const quantilesOf = (activation: Float32Array, rising: Uint32Array): Float32Array =>
  Float32Array.from(quantileLevels, (level) => at(activation, at(rising, Math.round(level * (rising.length - 1)))));
