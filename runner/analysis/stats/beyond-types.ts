/** What an activation adds to what its token already says. Pure, float64. */
import { typeCounts } from './type-counts.ts';

/**
 * @param types [tokens] the type of each token, from 0.
 * @returns of an activation [tokens]: each less the mean of its token type, 0 for a type that occurs once. One memory
 *   serves all calls: the next overwrites what the last returned.
 */
export function beyondTypes(types: Int32Array): (activation: Float32Array) => Float32Array {
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
