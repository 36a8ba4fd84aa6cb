/**
 * A neuron compared only among occurrences of the same token type, so that what it says of the token does not count. Pure.
 * Source: van Elteren 1960 (ranks within strata).
 */
import { at, float32At, int32At, uint32At } from '../core/at.ts';
import { centredRank } from './ranks.ts';
import { risingOrder } from './rising-order.ts';
import { typeCounts } from './type-counts.ts';

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
 * @throws RangeError when an activation is not a number.
 */
export function withinTypes(activation: Float32Array, text: TypedTokens, occurrences: number): WithinTypes {
  const { types, mask, members } = text;
  const { counts, carriers } = typeCounts(types, mask, members);
  const found: WithinTypes = {
    ranks: new Float32Array(types.length),
    used: new Uint8Array(types.length),
    tokens: 0,
    types: 0,
    carriers: 0,
  };
  // Where the tokens of each type begin, type after type; none: -1.
  const starts = new Int32Array(counts.length).fill(-1);
  for (const [type, n] of counts.entries()) {
    const carrying = at(carriers, type);
    // A type that is always, or never, with the feature has nothing to be compared with.
    if (n < occurrences || carrying === 0 || carrying === n) continue;
    starts[type] = found.tokens;
    found.tokens += n;
    found.types++;
    found.carriers += carrying;
  }
  const rising = risingWithin(activation, text, { starts, tokens: found.tokens });
  for (const t of rising) found.used[t] = 1;
  for (const [type, start] of starts.entries()) {
    if (start >= 0) rankAmong(found.ranks, activation, rising.subarray(start, start + at(counts, type)));
  }
  return found;
}

/** The tokens that take part, type after type, those of a type from the lowest activation to the highest: one sort for all. */
function risingWithin(
  activation: Float32Array,
  { types, members }: TypedTokens,
  { starts, tokens }: { starts: Int32Array; tokens: number },
): Int32Array {
  const [int32, uint32] = [int32At, uint32At];
  const order = risingOrder(activation);
  const rising = new Int32Array(tokens);
  const next = starts.slice();
  for (let i = 0; i < activation.length; i++) {
    const t = uint32(order, i);
    const type = int32(types, t);
    if (type < 0 || members[t] !== 1) continue;
    const place = int32(next, type);
    if (place < 0) continue;
    rising[place] = t;
    next[type] = place + 1;
  }
  return rising;
}

/** @param rising tokens of one type from the lowest activation to the highest. */
function rankAmong(ranks: Float32Array, activation: Float32Array, rising: Int32Array): void {
  const [float32, int32] = [float32At, int32At];
  const n = rising.length;
  for (let first = 0; first < n; ) {
    const value = float32(activation, int32(rising, first));
    let end = first + 1;
    while (end < n && float32(activation, int32(rising, end)) === value) end++;
    const rank = centredRank(first, end, n);
    for (let i = first; i < end; i++) ranks[int32(rising, i)] = rank;
    first = end;
  }
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
