/** Small functions of one row of logits, or of two vectors. Pure. */
import { at } from '../../core/at.ts';

/** The index of the largest value; of equal values the first; -1 of an empty row. */
export function argmax(values: ArrayLike<number>): number {
  let best = values.length === 0 ? -1 : 0;
  for (let index = 1; index < values.length; index++) if (at(values, index) > at(values, best)) best = index;
  return best;
}

/**
 * The logarithms of the probabilities that logits stand for, nats, as long as the row.
 * @param temperature the logits are divided by it first.
 */
export function logSoftmax(logits: ArrayLike<number>, temperature = 1): Float32Array {
  if (logits.length === 0) return new Float32Array();
  const largest = at(logits, argmax(logits));
  const scaled = Float64Array.from(logits, (logit) => (logit - largest) / temperature);
  const logOfSum = Math.log(scaled.reduce((sum, value) => sum + Math.exp(value), 0));
  return Float32Array.from(scaled, (value) => value - logOfSum);
}

/** The probabilities that logits stand for: as long as the row, with the sum 1. @param temperature as of `logSoftmax`. */
export const softmax = (logits: ArrayLike<number>, temperature = 1): Float32Array =>
  logSoftmax(logits, temperature).map(Math.exp);

/**
 * The cosine of the angle between two vectors, -1 to 1; NaN where one of them is all 0.
 * @throws RangeError when they are of different lengths.
 */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`cosine: the vectors have ${a.length} and ${b.length} numbers`);
  let [product, squaredA, squaredB] = [0, 0, 0];
  for (let index = 0; index < a.length; index++) {
    const [x, y] = [at(a, index), at(b, index)];
    product += x * y;
    squaredA += x * x;
    squaredB += y * y;
  }
  return product / Math.sqrt(squaredA * squaredB);
}
