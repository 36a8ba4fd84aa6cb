/**
 * A neuron compared only among occurrences of the same token type, so that what it says of the token does not count. Pure.
 * Source: van Elteren 1960 (ranks within strata).
 */
import { at } from '../core/at.ts';
import { midRanks } from './mid-ranks.ts';

export interface WithinTypes {
  /** [tokens] (rank - (n + 1) / 2) / n among the n occurrences of the token's type; 0 where not used. */
  ranks: Float32Array;
  /** [tokens] 1 where the type occurs often enough, and both with the feature and without it. */
  used: Uint8Array;
  /** Of the used tokens. */
  tokens: number;
  types: number;
  carriers: number;
}

export interface TypedTokens {
  /** [tokens]; negative where there is none. */
  types: Int32Array;
  /** [tokens] 1 where a token carries the feature. */
  mask: Uint8Array;
  /** [tokens] 1 where a token takes part. */
  members: Uint8Array;
}

/**
 * @param activation [tokens] of one neuron.
 * @param occurrences rarer types have too few occurrences to be ranked among.
 */
export function withinTypes(
  activation: Float32Array,
  { types, mask, members }: TypedTokens,
  occurrences: number,
): WithinTypes {
  const places = new Map<number, number[]>();
  types.forEach((type, t) => {
    if (type < 0 || members[t] !== 1) return;
    const known = places.get(type);
    if (known === undefined) places.set(type, [t]);
    else known.push(t);
  });
  const found: WithinTypes = {
    ranks: new Float32Array(types.length),
    used: new Uint8Array(types.length),
    tokens: 0,
    types: 0,
    carriers: 0,
  };
  for (const own of places.values()) {
    const n = own.length;
    const carriers = own.reduce((sum, t) => sum + at(mask, t), 0);
    // A type that is always, or never, with the feature has nothing to be compared with.
    if (n < occurrences || carriers === 0 || carriers === n) continue;
    const among = midRanks(own.map((t) => at(activation, t))).ranks;
    own.forEach((t, index) => {
      found.ranks[t] = (at(among, index) - (n + 1) / 2) / n;
      found.used[t] = 1;
    });
    found.tokens += n;
    found.types++;
    found.carriers += carriers;
  }
  return found;
}

/** One number for each pair of the last two types, [tokens]; -1 at a segment's first token. */
export function pairTypes(types: Int32Array, length: number): Int32Array {
  const known = new Map<string, number>();
  return types.map((type, t) => {
    if (t % length === 0) return -1;
    const pair = `${at(types, t - 1)} ${type}`;
    const found = known.get(pair) ?? known.size;
    known.set(pair, found);
    return found;
  });
}
