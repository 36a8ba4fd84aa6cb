/**
 * The effect (see local-auc.ts) as a plain sum over the feature's tokens. Pure; imports only the units' shape.
 *
 * With ranks r, units d and e of a group of n, and M[d,e] the sum of r_d over the positions of e's feature, its
 * numerator is sum_d M[d,d] - sum_(d != e) M[d,e] / (n - 1). That is the sum, over the feature's tokens, of
 * n / (n - 1) (r - mean over the group of r at the same position). So a hundred token sets are scored for all neurons
 * without a matrix for each.
 */
import type { SwapUnits } from './swap-units.ts';

/**
 * @param ranks [tokens] of one neuron, as from `segmentRanks`.
 * @param centred where they are written; 0 where there is nothing yet.
 * @returns [tokens]; 0 throughout a unit that has nothing to be swapped with.
 */
export function centredRanks(
  ranks: Float32Array,
  { groups, tokens }: SwapUnits,
  centred: Float32Array = new Float32Array(ranks.length),
): Float32Array {
  const total = new Float64Array(tokens);
  for (const group of groups) {
    total.fill(0);
    for (const unit of group) {
      const start = unit * tokens;
      for (let p = 0; p < tokens; p++) total[p] += ranks[start + p];
    }
    const n = group.length;
    for (const unit of group) {
      const start = unit * tokens;
      for (let p = 0; p < tokens; p++) {
        centred[start + p] = (n * ranks[start + p] - total[p]) / (n - 1);
      }
    }
  }
  return centred;
}
