/** Token types: how often each occurs, and with a feature; and what an activation adds to what its token already says. Pure, float64. */

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

/**
 * @param types [tokens] the type of each token, from 0.
 * @returns of an activation [tokens]: each less the mean of its token type, 0 for a type that occurs once. One memory
 *   serves all calls: the next overwrites what the last returned.
 */
export function centreByTokenType(types: Int32Array): (activation: Float32Array) => Float32Array {
  const { counts } = typeCounts(types, new Uint8Array(types.length));
  const means = new Float64Array(counts.length);
  const added = new Float32Array(types.length);
  return (activation) => {
    means.fill(0);
    for (let t = 0; t < types.length; t++) means[types[t]] += activation[t];
    for (let type = 0; type < means.length; type++) means[type] /= counts[type];
    for (let t = 0; t < types.length; t++) added[t] = counts[types[t]] === 1 ? 0 : activation[t] - means[types[t]];
    return added;
  };
}
