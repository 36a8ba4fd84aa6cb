/** An effect and what it would be without each document: what two effects on one text are compared by. Pure. */
import { crossMatrix, labelsOf } from './cross-matrix.ts';
import { areas, pairsWithin } from './local-auc.ts';
import { segmentRanks } from './ranks.ts';
import type { SwapUnits } from './swap-units.ts';

export interface EffectSeries {
  /** Swap-centred local AUC minus .5, in the claimed direction: -.5 to .5. */
  effect: number;
  /** [swappable units] The same without each of them. */
  leftOut: Float64Array;
}

/**
 * @param activation [tokens] of one neuron.
 * @param mask [tokens] 1 where a token carries the feature.
 * @param sign the direction that was claimed; an effect the other way is negative.
 */
export function effectSeries(activation: Float32Array, mask: Uint8Array, sign: 1 | -1, units: SwapUnits): EffectSeries {
  const cross = crossMatrix(segmentRanks(activation, units.segment), labelsOf(mask, units), units);
  const { area, leftOut } = areas(cross, pairsWithin(mask, units), units);
  return { effect: sign * (area - 0.5), leftOut: leftOut.map((each) => sign * (each - 0.5)) };
}
