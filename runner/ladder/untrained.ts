/**
 * Is a claim's effect larger than that of networks which never learnt anything? Each untrained network is given its own
 * best neuron, chosen on the discovery half as the claim was, and both are scored on the confirmation half. Pure.
 * Sources: Zhang & Bowman 2018 and Adebayo et al. 2018 (random weights as a control); Heap et al. 2025.
 */
import type { Specificity } from '../results/evidence-schema-1.ts';
import { type EffectSeries, effectSeries } from '../stats/effect-series.ts';
import { jackknifeHalfWidth } from '../stats/jackknife.ts';
import type { SwapUnits } from '../stats/swap-units.ts';
import type { Activations } from '../stats/tested-text.ts';
import { bestNeurons } from './best-neurons.ts';

/** What both halves of a text have. */
export interface Halves<T> {
  discovery: T;
  confirmation: T;
}

/** Of the neuron that a network was represented by. */
export interface BestEffect extends EffectSeries {
  neuron: number;
}

/**
 * The effect on confirmation of one network's best neuron on discovery, for each feature. One network at a time, so
 * that only one need be kept in memory.
 * @param masks [features] of both halves, each [tokens].
 */
export function bestEffects(
  activations: Halves<Activations>,
  masks: readonly Halves<Uint8Array>[],
  units: Halves<SwapUnits>,
): BestEffect[] {
  const { discovery, confirmation } = units;
  const chosen = bestNeurons({
    units: discovery,
    activations: activations.discovery,
    masks: masks.map((mask) => mask.discovery),
    types: new Int32Array(0),
  });
  return masks.map((mask, feature) => {
    const { neuron, sign } = chosen.masks[feature] ?? { neuron: 0, sign: 1 };
    const activation = activations.confirmation[neuron] as Float32Array;
    return { neuron, ...effectSeries(activation, mask.confirmation, sign, confirmation) };
  });
}

/**
 * The claim minus the mean of the untrained networks' best, paired by document: 95% interval by the jackknife.
 * @returns null when there is no untrained network.
 */
export function compareUntrained(claim: EffectSeries, untrained: readonly EffectSeries[]): Specificity['untrained'] {
  const networks = untrained.length;
  if (networks === 0) return null;
  const mean = (of: (series: EffectSeries) => number): number =>
    untrained.reduce((sum, series) => sum + of(series), 0) / networks;
  const difference = claim.effect - mean(({ effect }) => effect);
  const leftOut = claim.leftOut.map((each, i) => each - mean((series) => series.leftOut[i] as number));
  const half = jackknifeHalfWidth(leftOut);
  return {
    networks,
    best: untrained.map(({ effect }) => effect),
    claim: claim.effect,
    difference,
    interval: [difference - half, difference + half],
  };
}
