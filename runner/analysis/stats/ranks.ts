/** The scores by which activations, and numbers, are compared: centred ranks within each segment. Pure. */
import { dealRoundRobin, type SortOrder, sortedAll } from './rising-order.ts';
import type { PermutationBlocks } from './tested-text.ts';
import type { View } from './view.ts';

/**
 * @returns `ranks` 1 to n, [n]; equal values share the mean of their ranks. `ties`: sum over the groups of equal values of
 *   (size^3 - size).
 * @throws RangeError when a value is not a number.
 */
export function midRanks(values: ArrayLike<number>): { ranks: Float64Array; ties: number } {
  const n = values.length;
  const { order, keys } = values instanceof Float32Array ? sortedAll(values) : sorted(values);
  const ranks = new Float64Array(n);
  let ties = 0;
  for (let start = 0; start < n; ) {
    let end = start + 1;
    // Not by subtraction: infinities equal themselves.
    while (end < n && keys[end] === keys[start]) end++;
    for (let i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2;
    ties += (end - start) ** 3 - (end - start);
    start = end;
  }
  return { ranks, ties };
}

/** By comparing: eight times as slow as what single floats are sorted by. */
function sorted(values: ArrayLike<number>): { order: Uint32Array; keys: Float64Array } {
  const given = Float64Array.from(values);
  if (given.some(Number.isNaN)) throw new RangeError('midRanks: every value must be a number, got NaN');
  const order = Uint32Array.from(given.keys()).sort((a, b) => (given[a] < given[b] ? -1 : Number(given[a] > given[b])));
  return { order, keys: Float64Array.from(order, (place) => given[place]) };
}

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
  return ranksOfSorted(sortedSegments(activation, length), length, ranks);
}

/** Sum of the squares of each unit's scores, [units]. */
export function squaresWithin(
  scores: Float32Array,
  { count, tokens }: Pick<PermutationBlocks, 'count' | 'tokens'>,
): Float64Array {
  const squares = new Float64Array(count);
  for (let unit = 0; unit < count; unit++) {
    let sum = 0;
    for (let t = unit * tokens; t < (unit + 1) * tokens; t++) sum += scores[t] ** 2;
    squares[unit] = sum;
  }
  return squares;
}

/** @param sorted as from `sortedSegments`. */
export function ranksOfSorted({ order, keys }: SortOrder, length: number, ranks: Float32Array): Float32Array {
  const table = centredTable(length);
  for (let start = 0; start < ranks.length; start += length) {
    for (let first = 0; first < length; ) {
      const key = keys[start + first];
      let end = first + 1;
      while (end < length && keys[start + end] === key) end++;
      const rank = table[first + end];
      for (let i = first; i < end; i++) ranks[order[start + i]] = rank;
      first = end;
    }
  }
  return ranks;
}

/** Where each token of the whole text stands in a class: from `first` on, `count` times, one beside the other. */
export interface PlacesByToken {
  /** [tokens] each; of a token that stands nowhere, the place behind the last. */
  first: Int32Array;
  count: Int32Array;
}

/** @param view a class, as a `ReferenceText` has it, in a text of so many tokens. */
export function placesByToken({ positions }: View, tokens: number): PlacesByToken {
  const [first, count] = [new Int32Array(tokens).fill(positions.length), new Int32Array(tokens)];
  positions.forEach((t, g) => {
    if (t < 0) return;
    if (count[t] === 0) first[t] = g;
    count[t] += 1;
  });
  return { first, count };
}

/**
 * What `segmentRanks` gives for the tokens of a class alone, from the order of all: a class need not be sorted again.
 *
 * Which token is of the class is nothing that a processor could foresee: there is no branch for it, and what stands nowhere
 * is written behind the last place.
 * @param sorted the whole text, as from `sortedSegments`.
 * @param length tokens of the class in each segment.
 * @param ranks [tokens of the class, and one more that means nothing]; 0 throughout a segment without members.
 */
export function classRanks(
  { order, keys }: SortOrder,
  { first, count }: PlacesByToken,
  length: number,
  ranks: Float32Array,
): Float32Array {
  const table = centredTable(length);
  const whole = (first.length * length) / (ranks.length - 1);
  for (let start = 0, from = 0; start < first.length; start += whole, from += length) {
    const stop = start + whole;
    let below = 0;
    for (let i = start; i < stop; i++) {
      let upTo = below + count[order[i]];
      let last = i;
      while (last + 1 < stop && keys[last + 1] === keys[i]) upTo += count[order[++last]];
      const rank = table[below + upTo];
      for (; ; i++) {
        const token = order[i];
        const place = first[token];
        const times = count[token];
        ranks[place] = rank;
        // The same place again, or the next where it stands twice.
        ranks[place + (times >> 1)] = rank;
        if (times > 2) for (let g = place + 1; g < place + times; g++) ranks[g] = rank;
        if (i === last) break;
      }
      below = upTo;
    }
    if (below === 0) ranks.fill(0, from, from + length);
  }
  return ranks;
}

/** [twice a length, and one more] The mid-rank of equal values by the sum of the places where they begin and end. */
export function centredTable(length: number): Float32Array {
  const table = new Float32Array(2 * length + 1);
  for (let sum = 0; sum < table.length; sum++) table[sum] = centredRank(0, sum, length);
  return table;
}

/** Each segment's activations from the lowest to the highest. @throws RangeError as `segmentRanks`. */
export function sortedSegments(activation: Float32Array, length: number): SortOrder {
  // Of no token there is nothing to sort, whatever the length.
  if (activation.length > 0 && (length < 1 || activation.length % length !== 0)) {
    throw new RangeError(`segmentRanks: ${activation.length} activations are not whole segments of ${length}`);
  }
  return dealRoundRobin(sortedAll(activation), activation.length, length);
}

/** The mid-rank of equal values that take the places from `first` up to and without `end` among `length`. */
export const centredRank = (first: number, end: number, length: number): number =>
  ((first + 1 + end) / 2 - (length + 1) / 2) / length;
