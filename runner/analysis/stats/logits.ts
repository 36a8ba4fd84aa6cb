/** Small functions of one row of logits, or of two vectors. Pure. */
import { at } from '../../core/at.ts';

/** The index of the largest value; of equal values the first; -1 of an empty row. */
export function argmax(values: ArrayLike<number>): number {
  let best = values.length === 0 ? -1 : 0;
  for (let index = 1; index < values.length; index++) if (at(values, index) > at(values, best)) best = index;
  return best;
}

/** Logits divided by the temperature, less the largest, so that no power of e overflows. */
function scaled(logits: ArrayLike<number>, temperature: number): Float64Array {
  const largest = logits.length === 0 ? 0 : at(logits, argmax(logits));
  return Float64Array.from(logits, (logit) => (logit - largest) / temperature);
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/**
 * The logarithms of the probabilities that logits stand for, nats, as long as the row.
 * @param temperature the logits are divided by it first.
 */
export function logSoftmax(logits: ArrayLike<number>, temperature = 1): Float32Array {
  const values = scaled(logits, temperature);
  const logOfSum = Math.log(sumOf(values.map(Math.exp)));
  return Float32Array.from(values, (value) => value - logOfSum);
}

/** The probabilities that logits stand for: as long as the row, with the sum 1. @param temperature as of `logSoftmax`. */
export function softmax(logits: ArrayLike<number>, temperature = 1): Float32Array {
  const powers = scaled(logits, temperature).map(Math.exp);
  const sum = sumOf(powers);
  return Float32Array.from(powers, (power) => power / sum);
}

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
