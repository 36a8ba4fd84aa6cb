/**
 * Where a claim's ablation is judged, fixed before any neuron is taken away and without the confirmation half. Pure.
 */
import { swapEffect } from '../stats/local-auc.ts';
import { shift } from '../stats/shift.ts';
import type { TestedText } from '../stats/tested-text.ts';

/**
 * `predicting` when, on the discovery half, the activation tells the feature better one token ahead of it than at it: such
 * a neuron announces the feature and must serve to predict it. Otherwise `after`: such a neuron has read the feature and
 * must serve to predict what follows.
 * @param activation of the neuron, on the discovery half.
 * @param mask [tokens], 1 where a token carries the feature.
 */
export function decidingPlace(text: TestedText, activation: Float32Array, mask: Uint8Array): 'predicting' | 'after' {
  const size = (at: Uint8Array): number => {
    const effect = swapEffect(text, activation, at);
    return typeof effect === 'string' ? 0 : Math.abs(effect.localAuc - 0.5);
  };
  return size(shift(mask, 1, text.length, 0)) > size(mask) ? 'predicting' : 'after';
}
