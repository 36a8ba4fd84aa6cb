/** How often each token type occurs, and how often with a feature. Pure. */

export interface TypeCounts {
  /** [types] */
  counts: Uint32Array;
  carriers: Uint32Array;
}

/**
 * @param types [tokens]; negative where there is none.
 * @param mask [tokens] 1 where a token carries the feature.
 * @param members [tokens] 1 where a token takes part; by default all do.
 */
export function typeCounts(types: Int32Array, mask: Uint8Array, members?: Uint8Array): TypeCounts {
  const kinds = types.reduce((most, type) => Math.max(most, type), -1) + 1;
  const counts = new Uint32Array(kinds);
  const carriers = new Uint32Array(kinds);
  for (let t = 0; t < types.length; t++) {
    const type = types[t];
    if (type < 0 || (members !== undefined && members[t] !== 1)) continue;
    counts[type] += 1;
    carriers[type] += mask[t];
  }
  return { counts, carriers };
}
