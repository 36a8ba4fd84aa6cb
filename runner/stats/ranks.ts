/** The scores by which activations are compared: centred ranks within each segment. Pure. */
import { uint32At } from '../core/at.ts';
import { sorted } from './rising-order.ts';

/**
 * Mid-ranks within each segment, (rank - (L + 1) / 2) / L with rank 1 to L and ties averaged: they sum to 0 in each
 * segment, so that a segment's level does not count.
 * Source: van Elteren 1960 (ranks within strata).
 * @param activation [segments x length].
 * @param length scored tokens of each segment, L.
 * @param ranks where they are written: many calls for arrays of one length need no new memory.
 * @returns [segments x length], each between -1/2 and 1/2.
 * @throws RangeError when an activation is not a number, or the segments are not whole.
 */
export function segmentRanks(
  activation: Float32Array,
  length: number,
  ranks: Float32Array = new Float32Array(activation.length),
): Float32Array {
  if (length < 1 || activation.length % length !== 0) {
    throw new RangeError(`segmentRanks: ${activation.length} activations are not whole segments of ${length}`);
  }
  const uint32 = uint32At;
  for (let start = 0; start < ranks.length; start += length) {
    const { order, keys } = sorted(activation, start, length);
    for (let first = 0; first < length; ) {
      const key = uint32(keys, first);
      let end = first + 1;
      while (end < length && keys[end] === key) end++;
      const rank = ((first + 1 + end) / 2 - (length + 1) / 2) / length;
      for (let i = first; i < end; i++) ranks[start + uint32(order, i)] = rank;
      first = end;
    }
  }
  return ranks;
}
