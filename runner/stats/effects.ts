/** The effect of every neuron of a layer at once: the same number as `swapEffect`'s, without its interval. Pure. */
import { at, float32At, int32At } from '../core/at.ts';
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
  const asked = masks.map((mask) => {
    const within = pairsWithin(mask, units);
    return {
      carriers: placesOf(mask),
      pairs: units.groups.reduce((sum, group) => sum + group.reduce((part, unit) => part + at(within, unit), 0), 0),
      effect: new Float64Array(neurons),
    };
  });
  const ranks = new Float32Array(units.count * units.tokens);
  const centred = new Float32Array(ranks.length);
  const [float32, int32] = [float32At, int32At];
  for (let neuron = 0; neuron < neurons; neuron++) {
    centredRanks(segmentRanks(activation(neuron), units.segment, ranks), units, centred);
    for (const { carriers, pairs, effect } of asked) {
      let sum = 0;
      for (let i = 0; i < carriers.length; i++) sum += float32(centred, int32(carriers, i));
      effect[neuron] = pairs > 0 ? sum / pairs : Number.NaN;
    }
  }
  return asked.map(({ effect }) => effect);
}

/** Where a mask is 1. */
function placesOf(mask: Uint8Array): Int32Array {
  const places = new Int32Array(mask.length);
  let count = 0;
  for (let t = 0; t < mask.length; t++) if (mask[t] === 1) places[count++] = t;
  return places.subarray(0, count);
}
