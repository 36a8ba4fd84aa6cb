/** How well an activation tells the tokens that carry a feature from the rest. Pure; imports only the ranks. */
import { midRanks } from './mid-ranks.ts';

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
