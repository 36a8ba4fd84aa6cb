/**
 * How strongly a neuron tells of a feature some tokens before and after its onset: the local AUC of what the activation
 * adds to the mean of its token type, so that the tokens that usually stand there do not count. It describes and tests
 * nothing; for claims the evidence compares equal tokens only (ladder/lags.ts). Pure.
 */

import { addAt, at, item } from '../../core/at.ts';
import type { Bench } from '../findings/bench.ts';
import { beyondTypes } from '../stats/beyond-types.ts';
import { sumAt } from '../stats/columns.ts';
import { segmentRanks } from '../stats/ranks.ts';
import { asArea } from '../stats/summary.ts';
import { type SwapUnits, swapUnits } from '../stats/swap-units.ts';
import { none16 } from './atlas-schema.ts';
import { onsetPlaces } from './onsets.ts';

/**
 * @param chosen [neurons] The feature of each neuron; `none16` for none.
 * @param lags tokens after the onset, negative before it.
 * @returns [neurons, lags] on both halves together; NaN where nothing can be compared.
 */
export function onsetEffects({ input, features }: Bench, chosen: Uint16Array, lags: readonly number[]): Float32Array {
  const halves = (['discovery', 'confirmation'] as const).map((half) => {
    const text = input.text[half];
    const units = swapUnits(text, input.swapped);
    const wanted = new Set(chosen);
    const ranks = new Float32Array(text.types.length);
    return {
      beyondTypes: beyondTypes(text.types),
      ranks,
      activations: input.activations[half],
      units,
      shifted: features.map(({ scored }, index) => {
        if (!wanted.has(index)) return [];
        const onsets = onsetPlaces(scored[half], text.length);
        return lags.map((lag) => placesAt(onsets, lag, units));
      }),
    };
  });
  const effects = new Float32Array(chosen.length * lags.length).fill(Number.NaN);
  for (const [neuron, feature] of chosen.entries()) {
    if (feature === none16) continue;
    const sums = new Float64Array(lags.length);
    const pairs = new Float64Array(lags.length);
    for (const { beyondTypes, activations, units, shifted, ranks } of halves) {
      const added = beyondTypes(item(activations, neuron));
      segmentRanks(added, units.segment, ranks);
      item(shifted, feature).forEach(({ places, pairs: held }, index) => {
        sums[index] = sumAt(ranks, places, at(sums, index));
        addAt(pairs, index, held);
      });
    }
    for (let index = 0; index < lags.length; index++) {
      if (at(pairs, index) > 0) {
        effects[neuron * lags.length + index] = asArea(0.5 + at(sums, index) / at(pairs, index));
      }
    }
  }
  return effects;
}

interface Shifted {
  places: Int32Array;
  pairs: number;
}

/** The tokens so far from an onset, within its segment, and the pairs that they make with all others of theirs. */
function placesAt(onsets: Int32Array, lag: number, { segment }: SwapUnits): Shifted {
  const places = onsets.filter((t) => (t % segment) + lag >= 0 && (t % segment) + lag < segment).map((t) => t + lag);
  const carriers = new Map<number, number>();
  for (const t of places) {
    const own = Math.floor(t / segment);
    carriers.set(own, (carriers.get(own) ?? 0) + 1);
  }
  let pairs = 0;
  for (const count of carriers.values()) pairs += (count * (segment - count)) / segment;
  return { places, pairs };
}
