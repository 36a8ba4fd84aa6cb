/**
 * How strongly a neuron tells of a feature some tokens before and after its onset: the local AUC of what the activation
 * adds to the mean of its token type, so that the tokens that usually stand there do not count. It describes and tests
 * nothing; for claims the evidence compares equal tokens only (ladder/lags.ts). Pure.
 */
import type { Bench } from '../ladder/bench.ts';
import { onsetsOf, stateAfter } from '../ladder/states.ts';
import { none16 } from '../results/atlas-schema.ts';
import { at, item } from '../stats/at.ts';
import { centredRanks } from '../stats/centred-ranks.ts';
import { asArea } from '../stats/jackknife.ts';
import { pairsWithin } from '../stats/local-auc.ts';
import { segmentRanks } from '../stats/ranks.ts';
import { type SwapUnits, swapUnits } from '../stats/swap-units.ts';

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
    return {
      types: text.types,
      activations: input.activations[half],
      units,
      shifted: features.map(({ scored }, index) => {
        if (!wanted.has(index)) return [];
        const { mask, members } = scored[half];
        const onsets = onsetsOf(stateAfter(mask, members, text.length), text.length);
        return lags.map((lag) => placesAt(onsets, lag, units));
      }),
    };
  });
  const effects = new Float32Array(chosen.length * lags.length).fill(Number.NaN);
  for (const [neuron, feature] of chosen.entries()) {
    if (feature === none16) continue;
    const sums = new Float64Array(lags.length);
    const pairs = new Float64Array(lags.length);
    for (const { types, activations, units, shifted } of halves) {
      const added = beyondTypes(item(activations, neuron), types);
      const centred = centredRanks(segmentRanks(added, units.segment), units);
      item(shifted, feature).forEach(({ places, pairs: held }, index) => {
        for (const t of places) sums[index] = at(sums, index) + at(centred, t);
        pairs[index] = at(pairs, index) + held;
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

/** The tokens so far from an onset, within its segment, and the pairs that they make with all others of theirs. */
function placesAt(onsets: Uint8Array, lag: number, units: SwapUnits): { places: Int32Array; pairs: number } {
  const { segment, groups } = units;
  const mask = new Uint8Array(onsets.length);
  for (const [t, begins] of onsets.entries()) {
    const place = (t % segment) + lag;
    if (begins === 1 && place >= 0 && place < segment) mask[t + lag] = 1;
  }
  const pairs = pairsWithin(mask, units);
  return {
    places: Int32Array.from(mask.keys()).filter((t) => mask[t] === 1),
    pairs: groups.reduce((sum, group) => sum + group.reduce((own, unit) => own + at(pairs, unit), 0), 0),
  };
}

/** [tokens] The activation less the mean of its token type. */
function beyondTypes(activation: Float32Array, types: Int32Array): Float32Array {
  const most = types.reduce((largest, type) => Math.max(largest, type), 0);
  const sums = new Float64Array(most + 1);
  const counts = new Uint32Array(most + 1);
  for (let t = 0; t < types.length; t++) {
    const type = types[t] as number;
    sums[type] = (sums[type] as number) + (activation[t] as number);
    counts[type] = (counts[type] as number) + 1;
  }
  return activation.map((value, t) => {
    const type = types[t] as number;
    return counts[type] === 1 ? 0 : value - (sums[type] as number) / (counts[type] as number);
  });
}
