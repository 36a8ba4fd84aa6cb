/** Pearson's correlation of one signal with each of others. Pure, float64. */
import { mean } from './summary.ts';

/**
 * @param one [tokens].
 * @param others [signals] each [tokens].
 * @returns [signals] -1 to 1; 0 where either of the two does not move.
 * @throws RangeError when one of them has another length.
 */
export function correlations(one: Float32Array, others: readonly Float32Array[]): Float64Array {
  const wrong = others.find(({ length }) => length !== one.length);
  if (wrong !== undefined) {
    throw new RangeError(`correlations: a signal of ${wrong.length} tokens beside one of ${one.length}`);
  }
  const centred = new Float64Array(one.length);
  const level = mean(one);
  let own = 0;
  for (let t = 0; t < one.length; t++) {
    centred[t] = one[t] - level;
    own += centred[t] ** 2;
  }
  return Float64Array.from(others, (other) => {
    const level = mean(other);
    let squares = 0;
    let products = 0;
    for (let t = 0; t < other.length; t++) {
      const value = other[t] - level;
      squares += value ** 2;
      products += value * centred[t];
    }
    return own === 0 || squares === 0 ? 0 : products / Math.sqrt(own * squares);
  });
}
