/**
 * A neuron as a detector: the threshold that tells the feature best on one half, and its errors on the other. Pure.
 * Source: Youden 1950, 'Index for rating diagnostic tests'.
 */

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
  const signed = (carries: number): Float64Array =>
    Float64Array.from(
      activation.filter((_, t) => mask[t] === carries),
      (a) => sign * a,
    )
      .sort()
      .reverse();
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
