/** The Mann-Whitney test of one neuron and one feature. Pure; imports only the AUC and the normal distribution. */
import { rankSum } from './auc.ts';
import { normalTwoSided } from './distributions.ts';

/**
 * Two-sided p by the normal approximation, corrected for ties and for continuity. It takes the tokens for independent,
 * which those of a text are not: on autocorrelated activations it rejects far too often, so no claim rests on it.
 * Source: Mann & Whitney 1947; as scipy.stats.mannwhitneyu(method='asymptotic').
 * @param activation [tokens].
 * @param mask [tokens], true or not 0 where a token carries the feature.
 * @returns NaN when all or none of the tokens carry the feature; 1 when all activations are equal.
 * @throws RangeError as `auc`.
 */
export function mannWhitneyP(activation: ArrayLike<number>, mask: ArrayLike<number | boolean>): number {
  const { u, carriers, rest, ties } = rankSum(activation, mask);
  if (carriers === 0 || rest === 0) return Number.NaN;
  const n = carriers + rest;
  const variance = ((carriers * rest) / 12) * (n + 1 - ties / (n * (n - 1)));
  if (variance <= 0) return 1;
  const distance = Math.abs(u - (carriers * rest) / 2) - 0.5;
  return distance <= 0 ? 1 : Math.min(1, normalTwoSided(distance / Math.sqrt(variance)));
}
