/** The point-biserial correlation of an activation with a feature. Pure. */

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
