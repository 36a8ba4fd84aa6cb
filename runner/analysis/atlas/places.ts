/**
 * Where in the observed text a neuron is looked at: where it is highest, lowest, at its quantiles, and at random. Only
 * places, so that they can be chosen for every neuron at once. Pure, with the random numbers passed in.
 * Source: Bolukbasi et al. 2021, 'An interpretability illusion for BERT' (top examples alone flatter).
 */

import { uint32At } from '../../core/at.ts';
import type { Random } from '../../core/random.ts';
import type { View } from '../stats/view.ts';

/** Places of each kind. */
export const placeCounts = { highest: 8, lowest: 4, quantiles: 5, random: 4 } as const;
const placeQuantiles = [0.1, 0.25, 0.5, 0.75, 0.9] as const;
export type PlaceKind = keyof typeof placeCounts;

/** The scored tokens of the observed text. */
export interface ScoredTokens extends View {
  /** [scored] Number of the document that each is from. */
  documents: Int32Array;
}

/**
 * The places of one neuron, by kind. No two lie within `2 x side` tokens of each other; those of one kind come from
 * different documents as long as there are such. Fewer are given where the text is too short.
 * @param rising [scored] indices from the lowest activation to the highest, as from `risingOrder`.
 * @param side tokens shown on each side of a place.
 * @returns indices into `scored`, kind by kind.
 */
export function excerptPlacesOf(
  rising: Uint32Array,
  scored: Omit<ScoredTokens, 'length'>,
  { random, side }: { random: Random; side: number },
): Record<PlaceKind, number[]> {
  const taken: number[] = [];
  const choose = (order: Iterable<number>, wanted: number): number[] => {
    const chosen: number[] = [];
    const seen = new Set<number>();
    const repeated: number[] = [];
    const look = (places: Iterable<number>, again: boolean) => {
      for (const place of places) {
        if (chosen.length === wanted) return;
        const position = scored.positions[place];
        const document = scored.documents[place];
        if (position === undefined || document === undefined) continue;
        if (taken.some((other) => Math.abs(other - position) <= 2 * side)) continue;
        if (!again && seen.has(document)) {
          // What is looked at a second time need not be the whole text.
          if (repeated.length < 4 * wanted) repeated.push(place);
          continue;
        }
        seen.add(document);
        taken.push(position);
        chosen.push(place);
      }
    };
    look(order, false);
    look(repeated, true);
    return chosen;
  };
  return {
    highest: choose(backwards(rising), placeCounts.highest),
    lowest: choose(rising, placeCounts.lowest),
    quantiles: placeQuantiles.flatMap((quantile) =>
      choose(outwards(rising, Math.round(quantile * (rising.length - 1))), 1),
    ),
    random: choose(
      Array.from({ length: 20 * placeCounts.random }, () => random.below(rising.length)),
      placeCounts.random,
    ),
  };
}

function* backwards(list: Uint32Array): Generator<number> {
  for (let index = list.length - 1; index >= 0; index--) yield uint32At(list, index);
}

/** From the middle of a list to its ends, by turns. */
function* outwards(list: Uint32Array, middle: number): Generator<number> {
  for (let step = 0; step < list.length; step++) {
    for (const index of step === 0 ? [middle] : [middle + step, middle - step]) {
      const place = list[index];
      if (place !== undefined) yield place;
    }
  }
}
