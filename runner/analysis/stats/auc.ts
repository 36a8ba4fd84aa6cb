/** How well an activation tells the tokens that carry a feature from the rest. Pure. */
import { normalTwoSided } from './distributions.ts';
import { midRanks } from './ranks.ts';

/**
 * The area under the ROC curve: the probability that a carrier's activation is above that of one of the rest, a tie
 * counting half. Below .5: the activation is lower at the feature.
 * Source: Hanley & McNeil 1982.
 * @param activation [tokens].
 * @param mask [tokens], true or not 0 where a token carries the feature.
 * @returns NaN when all or none of the tokens carry it.
 * @throws RangeError when the lengths disagree or an activation is not a number.
 */
export function auc(activation: ArrayLike<number>, mask: ArrayLike<number | boolean>): number {
  const { u, carriers, rest } = rankSum(activation, mask);
  return u / (carriers * rest);
}

/** Pairs of a carrier and one of the rest in which the carrier is higher (`u`, ties count half), and both counts. */
export function rankSum(activation: ArrayLike<number>, mask: ArrayLike<number | boolean>) {
  if (activation.length !== mask.length) {
    throw new RangeError(
      `auc: there must be one activation per token of the mask (${mask.length}), got ${activation.length}`,
    );
  }
  const { ranks, ties } = midRanks(activation);
  let carriers = 0;
  let sum = 0;
  ranks.forEach((rank, t) => {
    if (!mask[t]) return;
    carriers++;
    sum += rank;
  });
  return { u: sum - (carriers * (carriers + 1)) / 2, carriers, rest: mask.length - carriers, ties };
}

/**
 * The same area where the tokens share few scores, as when a score goes by the token's type.
 * @param scores [groups] of the tokens of each group; groups may have the same score.
 * @param counts [groups] How many tokens have it.
 * @param carriers [groups] How many of them carry the feature.
 * @returns NaN when all or none of the tokens carry it.
 */
export function aucOfGroups(scores: Float64Array, counts: ArrayLike<number>, carriers: ArrayLike<number>): number {
  const rising = Uint32Array.from(scores.keys())
    .filter((group) => counts[group] > 0)
    .sort((a, b) => scores[a] - scores[b]);
  let below = 0;
  let carrying = 0;
  let sum = 0;
  for (let first = 0; first < rising.length; ) {
    const score = scores[rising[first]];
    let here = 0;
    let carryingHere = 0;
    let end = first;
    for (; end < rising.length && scores[rising[end]] === score; end++) {
      here += counts[rising[end]];
      carryingHere += carriers[rising[end]];
    }
    // Their ranks are below + 1 to below + here; all of them get the mean. Halves of whole numbers: the sum is exact.
    sum += (carryingHere * (2 * below + here + 1)) / 2;
    carrying += carryingHere;
    below += here;
    first = end;
  }
  return (sum - (carrying * (carrying + 1)) / 2) / (carrying * (below - carrying));
}

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
