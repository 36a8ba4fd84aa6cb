/** The effect of every neuron of a layer at once: the same number as `swapEffect`'s, without its interval. Pure. */
import { at } from './at.ts';
import { centredRanks } from './centred-ranks.ts';
import { pairsWithin } from './local-auc.ts';
import { segmentRanks } from './ranks.ts';
import type { SwapUnits } from './swap-units.ts';

/**
 * @param activation [tokens] of neuron n, for n below `neurons`.
 * @param masks [features] each [tokens], 1 where a token carries the feature.
 * @returns [features] each [neurons]: swap-centred local AUC minus .5; NaN where a feature has no pairs to compare.
 */
export function effectsOf(
  neurons: number,
  activation: (neuron: number) => Float32Array,
  masks: readonly Uint8Array[],
  units: SwapUnits,
): Float64Array[] {
  const carriers = masks.map(placesOf);
  const pairs = masks.map((mask) => {
    const within = pairsWithin(mask, units);
    return units.groups.reduce((sum, group) => sum + group.reduce((part, unit) => part + at(within, unit), 0), 0);
  });
  const effects = masks.map(() => new Float64Array(neurons));
  const ranks = new Float32Array(units.count * units.tokens);
  const centred = new Float32Array(ranks.length);
  for (let neuron = 0; neuron < neurons; neuron++) {
    centredRanks(segmentRanks(activation(neuron), units.segment, ranks), units, centred);
    effects.forEach((effect, feature) => {
      const own = carriers[feature] as Int32Array;
      let sum = 0;
      for (let i = 0; i < own.length; i++) sum += centred[own[i] as number] as number;
      const held = at(pairs, feature);
      effect[neuron] = held > 0 ? sum / held : Number.NaN;
    });
  }
  return effects;
}

/** Where a mask is 1. */
function placesOf(mask: Uint8Array): Int32Array {
  const places = new Int32Array(mask.length);
  let count = 0;
  for (let t = 0; t < mask.length; t++) if (mask[t] === 1) places[count++] = t;
  return places.subarray(0, count);
}
