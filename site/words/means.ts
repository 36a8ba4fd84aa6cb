/** Mean activation of a neuron over the tokens that carry a feature and over all others. Pure. */
import { at } from '../../runner/core/at.ts';
import type { Means } from './finding.ts';

/** `values` [tokens]; null when either side is empty. */
export function meansOf(values: ArrayLike<number>, carriers: readonly number[]): Means | null {
  const carries = new Set(carriers);
  let sum = 0;
  let total = 0;
  for (let t = 0; t < values.length; t++) {
    total += at(values, t);
    if (carries.has(t)) sum += at(values, t);
  }
  const rest = values.length - carries.size;
  return carries.size === 0 || rest === 0 ? null : { carriers: sum / carries.size, rest: (total - sum) / rest };
}
