/** The same text seen some tokens earlier or later. Pure; imports nothing. */

/**
 * What stands `lag` tokens after each token, of the same segment.
 * @param values [tokens], segment after segment.
 * @param length tokens of each segment.
 * @param outside stands where the segment has no such token.
 * @returns [tokens] of the same kind.
 * @throws RangeError when the last segment is not whole.
 */
export function shift<A extends Float32Array | Int32Array | Int8Array | Uint8Array>(
  values: A,
  lag: number,
  length: number,
  outside: number,
): A {
  if (values.length % length !== 0) {
    throw new RangeError(`shift: ${values.length} values are not whole segments of ${length}`);
  }
  const shifted = values.slice().fill(outside) as A;
  if (Math.abs(lag) >= length) return shifted;
  for (let start = 0; start < values.length; start += length) {
    const inside = values.subarray(start + Math.max(0, lag), start + length + Math.min(0, lag));
    shifted.set(inside, start + Math.max(0, -lag));
  }
  return shifted;
}
