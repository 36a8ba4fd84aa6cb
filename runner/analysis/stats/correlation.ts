/** How two rows of numbers go together. Pure, float64. Sources: Pearson 1895; Spearman 1904; Tate 1954 (point-biserial). */
import { midRanks } from './ranks.ts';
import { mean } from './summary.ts';

/** @returns NaN where one of them never changes. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  let [meanA, meanB] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanA += a[i] / n;
    meanB += b[i] / n;
  }
  let [products, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[i] - meanA, b[i] - meanB];
    products += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return products / Math.sqrt(ofA * ofB);
}

/** The same of levels, at the tokens at which neither is below 0. */
export function levelCorrelation(a: Int8Array, b: Int8Array): number {
  const [own, other] = [new Int8Array(a.length), new Int8Array(a.length)];
  let n = 0;
  for (let t = 0; t < a.length; t++) {
    if (a[t] < 0 || b[t] < 0) continue;
    own[n] = a[t];
    other[n++] = b[t];
  }
  return correlation(own.subarray(0, n), other.subarray(0, n));
}

/** Of their mid-ranks. @throws RangeError when a value is not a number. */
export const rankCorrelation = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  correlation(midRanks(a).ranks, midRanks(b).ranks);

/** Pearson's correlation of one signal with each of others.
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

/**
 * Pearson's correlation of the activation with 1 at the carriers and 0 elsewhere, -1 to 1.
 * Source: Tate 1954; as scipy.stats.pointbiserialr.
 * @param activation [tokens].
 * @param mask [tokens], true or not 0 where a token carries the feature.
 * @returns NaN when the activation, or the mask, never changes.
 * @throws RangeError when the lengths disagree.
 */
export function pointBiserial(activation: ArrayLike<number>, mask: ArrayLike<number | boolean>): number {
  const n = activation.length;
  if (n !== mask.length) {
    throw new RangeError(
      `pointBiserial: there must be one activation per token of the mask (${mask.length}), got ${n}`,
    );
  }
  let carriers = 0;
  let sum = 0;
  const values = new Float64Array(activation);
  for (let t = 0; t < n; t++) {
    sum += values[t];
    if (mask[t]) carriers++;
  }
  const mean = sum / n;
  let squares = 0;
  let among = 0;
  for (let t = 0; t < n; t++) {
    const deviation = values[t] - mean;
    squares += deviation * deviation;
    if (mask[t]) among += deviation;
  }
  return among / Math.sqrt(squares * ((carriers * (n - carriers)) / n));
}

/**
 * @param values [segments x length] of one neuron.
 * @param length of a segment: the token before a segment's first is not its neighbour.
 * @returns the standard deviation over all tokens, and the correlation of a token with the one before it (0 of a neuron
 *   that does not move).
 */
export function deviationAndMemory(values: Float32Array, length: number): { deviation: number; memory: number } {
  const level = mean(values);
  let squares = 0;
  let products = 0;
  for (let t = 0; t < values.length; t++) {
    const deviation = values[t] - level;
    squares += deviation ** 2;
    if (t % length !== 0) products += deviation * (values[t - 1] - level);
  }
  return { deviation: Math.sqrt(squares / values.length), memory: squares === 0 ? 0 : products / squares };
}
