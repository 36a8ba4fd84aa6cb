/** How a claim's effect grows during the training: measured on the confirmation half at each kept checkpoint. Pure. */
import type { Claim } from '../results/evidence-schema.ts';
import { swapEffect } from '../stats/local-auc.ts';
import type { SwapUnits } from '../stats/swap-units.ts';
import type { TestedText } from '../stats/tested-text.ts';

type EmergencePoint = NonNullable<Claim['emergence']>[number];

/**
 * @param activation of the claim's neuron in that epoch's network, on the confirmation half, [tokens].
 * @param mask [tokens] 1 where a token carries the feature.
 * @returns null when the text is too small to tell.
 */
export function emergencePoint(
  epoch: number,
  text: TestedText,
  activation: Float32Array,
  mask: Uint8Array,
  units: SwapUnits,
): EmergencePoint | null {
  const effect = swapEffect(text, activation, mask, units);
  return typeof effect === 'string' ? null : { epoch, localAuc: effect.localAuc, interval: effect.interval };
}
