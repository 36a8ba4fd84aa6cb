/**
 * Where in the observed text a neuron is looked at: where it is highest, lowest, at its quantiles, and at random. Only
 * places, so that they can be chosen for every neuron at once. Pure, with the random numbers passed in.
 * Source: Bolukbasi et al. 2021, 'An interpretability illusion for BERT' (top examples alone flatter).
 */
import type { Random } from '../core/random.ts';

/** Tokens shown on each side of a place. */
export const side = 12;
/** Places of each kind. */
export const placeCounts = { highest: 8, lowest: 4, quantiles: 5, random: 4 } as const;
export const placeQuantiles = [0.1, 0.25, 0.5, 0.75, 0.9] as const;
export type PlaceKind = keyof typeof placeCounts;

/** The scored tokens of the observed text. */
export interface Scored {
  /** [scored] Where each stands in the observed text. */
  positions: Int32Array;
  /** [scored] Number of the document that each is from. */
  documents: Int32Array;
}

/** Float64 holds a 32-bit key and a position of up to 21 bits exactly. */
const mostTokens = 2 ** 21;

/**
 * Indices of an array from its lowest value to its highest; equal ones in their own order.
 * @throws RangeError when there are more than 2 million values, or one is not a number.
 */
export function risingOrder(values: Float32Array): Uint32Array {
  if (values.length > mostTokens)
    throw new RangeError(`risingOrder: at most ${mostTokens} values, got ${values.length}`);
  const bits = new Int32Array(1);
  const value = new Float32Array(bits.buffer);
  const keys = new Float64Array(values.length);
  values.forEach((given, index) => {
    if (Number.isNaN(given)) throw new RangeError(`risingOrder: value ${index} is not a number`);
    // Adding 0 makes -0 and 0 equal. The bits of a negative float, read as a whole number, run the other way.
    value[0] = given + 0;
    const [order = 0] = bits;
    keys[index] = (order < 0 ? -(order & 0x7fffffff) : order) * mostTokens + index;
  });
  keys.sort();
  return Uint32Array.from(keys, (key) => key - Math.floor(key / mostTokens) * mostTokens);
}

/**
 * The places of one neuron, by kind. No two lie within `2 x side` tokens of each other; those of one kind come from
 * different documents as long as there are such. Fewer are given where the text is too short.
 * @param activation [scored] of the neuron.
 * @returns indices into `scored`, kind by kind.
 */
export function placesOf(activation: Float32Array, scored: Scored, random: Random): Record<PlaceKind, number[]> {
  const rising = risingOrder(activation);
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
      Array.from({ length: 20 * placeCounts.random }, () => random.below(activation.length)),
      placeCounts.random,
    ),
  };
}

function* backwards(list: Uint32Array): Generator<number> {
  for (let index = list.length - 1; index >= 0; index--) yield list.at(index) ?? 0;
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
