/** The same text seen some tokens earlier or later. Pure; imports nothing. */

/**
 * What stands `lag` tokens after each token, of the same segment.
 * @param values [tokens], segment after segment.
 * @param length tokens of each segment.
 * @param outside stands where the segment has no such token.
 * @returns [tokens] of the same kind.
 */
export function shift<A extends Float32Array | Int32Array | Uint8Array>(
  values: A,
  lag: number,
  length: number,
  outside: number,
): A {
  const shifted = values.slice() as A;
  for (let start = 0; start < values.length; start += length) {
    for (let t = 0; t < length; t++) {
      const from = t + lag;
      shifted[start + t] = from >= 0 && from < length ? (values[start + from] as number) : outside;
    }
  }
  return shifted;
}

/** The lags of a profile, -8 to 8 tokens: before the feature, at it, after it. */
export const lags: readonly number[] = Array.from({ length: 17 }, (_, index) => index - 8);
