/** The scores by which activations are compared: centred ranks within each segment. Pure; imports nothing. */

/** Float64 holds a 32-bit key and a position of up to 21 bits exactly. */
const mostTokens = 2 ** 21;

/**
 * Mid-ranks within each segment, (rank - (L + 1) / 2) / L with rank 1 to L and ties averaged: they sum to 0 in each
 * segment, so that a segment's level does not count.
 * Source: van Elteren 1960 (ranks within strata).
 * @param activation [segments x length].
 * @param length scored tokens of each segment, L.
 * @returns [segments x length], each between -1/2 and 1/2.
 * @throws RangeError when an activation is not a number, or the segments are not whole.
 */
export function segmentRanks(activation: Float32Array, length: number): Float32Array {
  if (length < 1 || length > mostTokens || activation.length % length !== 0) {
    throw new RangeError(`segmentRanks: ${activation.length} activations are not whole segments of ${length}`);
  }
  const ranks = new Float32Array(activation.length);
  const bits = new Int32Array(1);
  const value = new Float32Array(bits.buffer);
  const keys = new Float64Array(length);
  for (let start = 0; start < activation.length; start += length) {
    for (let t = 0; t < length; t++) {
      const a = activation[start + t] as number;
      if (Number.isNaN(a)) throw new RangeError(`segmentRanks: activation ${start + t} is not a number`);
      // Adding 0 makes -0 and 0 equal. The bits of a float, read as a whole number, order the positive ones; those of
      // the negative ones run the other way.
      value[0] = a + 0;
      const order = bits[0] as number;
      keys[t] = (order < 0 ? -(order & 0x7fffffff) : order) * mostTokens + t;
    }
    keys.sort();
    rankSegment(keys, ranks.subarray(start, start + length));
  }
  return ranks;
}

/** From sorted keys, value x mostTokens + position, to centred ranks by position. */
function rankSegment(keys: Float64Array, ranks: Float32Array): void {
  const length = keys.length;
  for (let first = 0; first < length; ) {
    const value = Math.floor((keys[first] as number) / mostTokens);
    let end = first + 1;
    while (end < length && (keys[end] as number) < (value + 1) * mostTokens) end++;
    const rank = ((first + 1 + end) / 2 - (length + 1) / 2) / length;
    for (let i = first; i < end; i++) ranks[(keys[i] as number) - value * mostTokens] = rank;
    first = end;
  }
}
