/**
 * A neuron as a detector: the threshold that tells the feature best on one half, and its errors on the other. Pure.
 * Source: Youden 1950, 'Index for rating diagnostic tests'.
 */
import { at } from '../../core/at.ts';

export interface Errors {
  threshold: number;
  /** Share of the feature's tokens on the claimed side of the threshold, and of the rest on the other. */
  sensitivity: number;
  specificity: number;
  /** Share of the tokens on the claimed side that carry the feature; null where there are none. */
  precision: number | null;
}

/**
 * The threshold with the largest sensitivity + specificity - 1, half-way between two activations; of equal ones the
 * one with the fewest tokens on the claimed side.
 * @param sign 1: the feature is claimed at and above the threshold; -1: at and below it.
 * @throws RangeError when all or none of the tokens carry the feature, or an activation is not a number.
 */
export function bestThreshold(activation: Float32Array, mask: Uint8Array, sign: 1 | -1): number {
  if (activation.some(Number.isNaN)) throw new RangeError('bestThreshold: every activation must be a number, got NaN');
  const signed = (carries: number): Float32Array => {
    const own = new Float32Array(activation.length);
    let count = 0;
    for (let t = 0; t < activation.length; t++) if (mask[t] === carries) own[count++] = sign * activation[t];
    return own.subarray(0, count).sort().reverse();
  };
  const carriers = signed(1);
  const rest = signed(0);
  if (carriers.length === 0 || rest.length === 0) {
    throw new RangeError(
      `bestThreshold: needs tokens with the feature and without, got ${carriers.length} and ${rest.length}`,
    );
  }
  let largest = Number.NEGATIVE_INFINITY;
  let threshold = 0;
  let i = 0;
  let j = 0;
  while (i < carriers.length || j < rest.length) {
    const value = Math.max(carriers[i] ?? Number.NEGATIVE_INFINITY, rest[j] ?? Number.NEGATIVE_INFINITY);
    while (carriers[i] === value) i++;
    while (rest[j] === value) j++;
    const index = i / carriers.length - j / rest.length;
    if (index <= largest) continue;
    largest = index;
    const next = Math.max(carriers[i] ?? Number.NEGATIVE_INFINITY, rest[j] ?? Number.NEGATIVE_INFINITY);
    threshold = next === Number.NEGATIVE_INFINITY ? value : (value + next) / 2;
  }
  return sign * threshold;
}

/**
 * How a threshold does: share of the feature's tokens on the claimed side, share of the rest on the other, share of
 * the tokens on the claimed side that carry the feature (null when there are none).
 * @throws RangeError when all or none of the tokens carry the feature.
 */
export function thresholdErrors(activation: Float32Array, mask: Uint8Array, sign: 1 | -1, threshold: number): Errors {
  let carriers = 0;
  let hits = 0;
  let claimed = 0;
  activation.forEach((a, t) => {
    const carries = mask[t];
    carriers += carries;
    if (sign * a < sign * threshold) return;
    claimed++;
    hits += carries;
  });
  const rest = activation.length - carriers;
  if (carriers === 0 || rest === 0) {
    throw new RangeError(`thresholdErrors: needs tokens with the feature and without, got ${carriers} and ${rest}`);
  }
  return {
    threshold,
    sensitivity: hits / carriers,
    specificity: 1 - (claimed - hits) / rest,
    precision: claimed === 0 ? null : hits / claimed,
  };
}

/**
 * A neuron as one that says a number: an activation says the number that lies at the same share of the numbers as the activation does
 * of the activations, from the top where the neuron falls with the number. Source: quantile matching, Panofsky & Brier 1958.
 * @param activations [tokens]; @param numbers [tokens] of the same tokens, none of them NaN.
 * @param sign -1: high activations say low numbers.
 * @returns what an activation says; of activations that are equal the middle one's number.
 */
export function numberSaid(
  activations: ArrayLike<number>,
  numbers: ArrayLike<number>,
  sign: 1 | -1,
): (activation: number) => number {
  const values = Float64Array.from(activations, (value) => sign * value).sort();
  const ranked = Float64Array.from(numbers).sort();
  return (activation) => {
    const value = sign * activation;
    const middle = (below(values, value, false) + below(values, value, true)) / 2;
    return at(ranked, Math.min(ranked.length - 1, Math.floor(middle)));
  };
}

/** How many of sorted values are below a value, or not above it. */
function below(values: Float64Array, value: number, orEqual: boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const own = at(values, middle);
    if (own < value || (orEqual && own === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
