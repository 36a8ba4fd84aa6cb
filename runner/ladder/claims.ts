/**
 * Which neurons are claimed to react to a feature: chosen on the discovery half alone, with their sign, and frozen
 * before the confirmation half is looked at. Pure; imports only the ranking.
 */
import { rank } from '../stats/detection.ts';

export interface FrozenClaim {
  /** Index of the feature. */
  feature: number;
  neuron: number;
  /** 1: higher at the feature; -1: lower. */
  sign: 1 | -1;
  chosen: 'effect' | 'relevance' | 'by hand' | 'whole text';
}

export interface ClaimChoice {
  feature: number;
  /** [neurons] z on the discovery half; NaN where it cannot be tested. */
  z: Float64Array;
  /** [neurons] The thesis' relevance on the discovery half; NaN where undefined. */
  relevance: ArrayLike<number>;
  /** How many of the highest of each are claimed. */
  count: number;
  byHand: readonly number[];
  /** Detected on the whole text, the confirmation half included. */
  wholeText: readonly number[];
  /** The sign of a claim whose z is NaN: which side the activation is on, on the discovery half. */
  side(neuron: number): 1 | -1;
}

/** The claims about one feature; a neuron that is chosen twice keeps the first reason. */
export function chooseClaims({ feature, z, relevance, count, byHand, wholeText, side }: ClaimChoice): FrozenClaim[] {
  const highest = (scores: ArrayLike<number>): number[] =>
    rank(scores)
      .slice(0, count)
      .filter((neuron) => !Number.isNaN(scores[neuron] ?? Number.NaN));
  const choices: [FrozenClaim['chosen'], readonly number[]][] = [
    ['effect', highest(z.map(Math.abs))],
    ['relevance', highest(relevance)],
    ['by hand', byHand],
    ['whole text', wholeText],
  ];
  const claims = new Map<number, FrozenClaim>();
  for (const [chosen, neurons] of choices) {
    for (const neuron of neurons) {
      if (claims.has(neuron)) continue;
      const value = z[neuron] ?? Number.NaN;
      const sign = Number.isNaN(value) || value === 0 ? side(neuron) : value > 0 ? 1 : -1;
      claims.set(neuron, { feature, neuron, sign, chosen });
    }
  }
  return [...claims.values()];
}
