/** How often each token type occurs, and how often with a feature. Pure. */
import { int32At, uint8At, uint32At } from '../core/at.ts';

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
  const [int32, uint8, uint32] = [int32At, uint8At, uint32At];
  const kinds = types.reduce((most, type) => Math.max(most, type), -1) + 1;
  const counts = new Uint32Array(kinds);
  const carriers = new Uint32Array(kinds);
  for (let t = 0; t < types.length; t++) {
    const type = int32(types, t);
    if (type < 0 || (members !== undefined && members[t] !== 1)) continue;
    counts[type] = uint32(counts, type) + 1;
    carriers[type] = uint32(carriers, type) + uint8(mask, t);
  }
  return { counts, carriers };
}
