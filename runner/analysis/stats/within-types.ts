/**
 * A neuron compared only among occurrences of the same token type, so that what it says of the token does not count. Pure.
 * Source: van Elteren 1960 (ranks within strata).
 */
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { centredRank } from './ranks.ts';
import { risingOrder } from './rising-order.ts';
import { typeCounts } from './type-counts.ts';

/** The occurrences that are compared, whoever the neuron is. */
export interface WithinTypeRanks {
  /** [tokens] 1 where the type occurs often enough, and both with the feature and without it, or with several numbers. */
  used: Uint8Array;
  tokens: number;
  types: number;
  carriers: number;
  /** [types] each the tokens of a used type. */
  places: readonly Int32Array[];
  /** [types] The same from the lowest number to the highest; of a mask none. */
  byNumber: readonly Int32Array[];
  /**
   * @param order of the tokens from the lowest activation to the highest, where it is known.
   * @throws RangeError when an activation is not a number.
   */
  rankedBy(activation: Float32Array, order?: ArrayLike<number>): RankedWithin;
}

export interface RankedWithin extends Pick<WithinTypeRanks, 'byNumber'> {
  /** [tokens] (rank - (n + 1) / 2) / n among the n occurrences of the token's type; 0 where not used. */
  ranks: Float32Array;
  /** [types] each the tokens of a used type from the lowest activation to the highest. */
  rising: readonly Int32Array[];
}

export interface TokensByType {
  /** [tokens]; negative where there is none. */
  types: Int32Array;
  /** [tokens] 1 where a token carries the feature; or numbers. */
  mask: FeatureValues;
  /** [tokens] 1 where a token takes part. */
  members: Uint8Array;
}

/** @param occurrences rarer types have too few occurrences to be ranked among. */
export function withinTypes(text: TokensByType, occurrences: number): WithinTypeRanks {
  const { types, mask, members } = text;
  const { counts, carriers } = typeCounts(types, areNumbers(mask) ? new Uint8Array(mask.length) : mask, members);
  const varies = areNumbers(mask) ? varying(mask, text, counts.length) : null;
  const found = { tokens: 0, types: 0, carriers: 0 };
  // Where the tokens of each type begin, type after type; none: -1.
  const starts = new Int32Array(counts.length).fill(-1);
  for (const [type, n] of counts.entries()) {
    const carrying = carriers[type];
    // A type that is always, or never, with the feature has nothing to be compared with.
    const isMixed = varies === null ? carrying > 0 && carrying < n : varies[type] === 1;
    if (n < occurrences || !isMixed) continue;
    starts[type] = found.tokens;
    found.tokens += n;
    found.types++;
    found.carriers += carrying;
  }
  const used = new Uint8Array(types.length);
  for (let t = 0; t < types.length; t++) {
    if (types[t] >= 0 && members[t] === 1 && starts[types[t]] >= 0) used[t] = 1;
  }
  /** The tokens that take part, type after type, those of a type in the order given. */
  const inOrder = (order: ArrayLike<number>): readonly Int32Array[] => {
    const all = new Int32Array(found.tokens);
    const next = starts.slice();
    for (let i = 0; i < order.length; i++) {
      const t = order[i];
      if (used[t] === 1) all[next[types[t]]++] = t;
    }
    return Array.from(starts.keys()).flatMap((type) =>
      starts[type] < 0 ? [] : [all.subarray(starts[type], starts[type] + counts[type])],
    );
  };
  const places = inOrder(used.keys().toArray());
  const byNumber = areNumbers(mask) ? places.map((own) => own.toSorted((a, b) => mask[a] - mask[b] || a - b)) : [];
  return {
    ...found,
    used,
    places,
    byNumber,
    rankedBy(activation, order = risingOrder(activation)) {
      // One order for all types.
      const rising = inOrder(order);
      const ranks = new Float32Array(types.length);
      for (const own of rising) rankAmong(ranks, activation, own);
      return { ranks, rising, byNumber };
    },
  };
}

/** [types] 1 where the tokens of a type have several numbers. */
function varying(numbers: Float32Array, { types, members }: TokensByType, kinds: number): Uint8Array {
  const first = new Float32Array(kinds).fill(Number.NaN);
  const varies = new Uint8Array(kinds);
  for (let t = 0; t < types.length; t++) {
    const type = types[t];
    if (type < 0 || members[t] !== 1) continue;
    if (Number.isNaN(first[type])) first[type] = numbers[t];
    else if (numbers[t] !== first[type]) varies[type] = 1;
  }
  return varies;
}

/** @param rising tokens of one type from the lowest activation to the highest. */
function rankAmong(ranks: Float32Array, activation: Float32Array, rising: Int32Array): void {
  const n = rising.length;
  for (let first = 0; first < n; ) {
    const value = activation[rising[first]];
    let end = first + 1;
    while (end < n && activation[rising[end]] === value) end++;
    const rank = centredRank(first, end, n);
    for (let i = first; i < end; i++) ranks[rising[i]] = rank;
    first = end;
  }
}

/**
 * Carriers of a feature compared with the rest of their type, by the documents of both: row d, column e is what document
 * d's carriers are ahead of document e's rest. The sums over all cells are the numerator and the denominator of
 * AUC - .5 = [sum over types k and carriers of k (r - (n_k + 1) / 2) / n_k] / [sum over k of c_k (n_k - c_k) / n_k],
 * which is .5 when every carrier is above all of the rest of its type; without a document's row and column they are those
 * of the text without it, the types weighted as before.
 */
export interface WithinTypePairs {
  /** [documents x documents] Half of the pairs won minus half of those lost, each divided by its type's occurrences. */
  ahead: Float64Array;
  /** [documents x documents] Pairs, each divided by its type's occurrences. */
  pairs: Float64Array;
}

/**
 * @param activation [tokens] of one neuron, from which `rising` comes.
 * @param mask [tokens] 1 where a token carries the feature.
 * @param length tokens of a document.
 */
export function typePairs(
  { rising }: Pick<RankedWithin, 'rising'>,
  activation: Float32Array,
  mask: Uint8Array,
  length: number,
): WithinTypePairs {
  const documents = mask.length / length;
  const found = { ahead: new Float64Array(documents ** 2), pairs: new Float64Array(documents ** 2) };
  for (const own of rising) addPairs(found, own, { activation, mask, length, documents });
  return found;
}

interface PairedText {
  activation: Float32Array;
  mask: Uint8Array;
  length: number;
  documents: number;
}

function addPairs(
  { ahead, pairs }: WithinTypePairs,
  rising: Int32Array,
  { activation, mask, length, documents }: PairedText,
): void {
  const n = rising.length;
  const documentOf = (t: number): number => Math.floor(t / length);
  const rest = new Float64Array(documents);
  for (const t of rising) if (mask[t] !== 1) rest[documentOf(t)] += 1;
  const restIn: number[] = [];
  for (let document = 0; document < documents; document++) if (rest[document] > 0) restIn.push(document);
  // Of the rest in each document, how many are below the tokens that are looked at, and how many equal them.
  const below = new Float64Array(documents);
  const equal = new Float64Array(documents);
  for (let first = 0; first < n; ) {
    const value = activation[rising[first]];
    let end = first;
    for (; end < n && activation[rising[end]] === value; end++) {
      const t = rising[end];
      if (mask[t] !== 1) equal[documentOf(t)] += 1;
    }
    for (let i = first; i < end; i++) {
      const t = rising[i];
      if (mask[t] !== 1) continue;
      const row = documentOf(t) * documents;
      for (let place = 0; place < restIn.length; place++) {
        const other = restIn[place];
        const lower = below[other];
        const higher = rest[other] - lower - equal[other];
        ahead[row + other] += (lower - higher) / (2 * n);
        pairs[row + other] += rest[other] / n;
      }
    }
    for (let i = first; i < end; i++) {
      const document = documentOf(rising[i]);
      below[document] += equal[document];
      equal[document] = 0;
    }
    first = end;
  }
}

/** One number for each pair of the last two types, [tokens]; -1 at a segment's first token. */
export function pairTypes(types: Int32Array, length: number): Int32Array {
  const known = new Map<string, number>();
  return types.map((type, t) => {
    if (t % length === 0) return -1;
    const pair = `${types[t - 1]} ${type}`;
    const found = known.get(pair) ?? known.size;
    known.set(pair, found);
    return found;
  });
}

/** Numbers ranked among the occurrences of each used type, as activations are, [tokens]; 0 where not used. */
export function numberRanks(numbers: Float32Array, { byNumber }: Pick<WithinTypeRanks, 'byNumber'>): Float32Array {
  const ranks = new Float32Array(numbers.length);
  for (const own of byNumber) rankAmong(ranks, numbers, own);
  return ranks;
}

/** How activations and numbers go together among occurrences of equal tokens: sums over all types. */
export interface TypeProducts {
  /** Of products of the two ranks, and of the squares of each. */
  products: number;
  ofNumbers: number;
  ofRanks: number;
}

/**
 * Sums of products of the ranks of activations and of numbers within types, and the same without each document: all that is
 * left is ranked anew.
 * @param length tokens of a document.
 */
export function typeProducts(
  { rising, byNumber }: Pick<RankedWithin, 'rising' | 'byNumber'>,
  activation: Float32Array,
  numbers: Float32Array,
  length: number,
): (without?: readonly number[]) => TypeProducts {
  const both = rising.map((own, type) => [own, byNumber[type]] as const);
  const ranks = new Float32Array(numbers.length);
  const others = new Float32Array(numbers.length);
  return (without = []) => {
    const stays = (t: number): boolean => !without.includes(Math.floor(t / length));
    const sums = { products: 0, ofNumbers: 0, ofRanks: 0 };
    for (const [byActivation, byOwn] of both) {
      const left = without.length === 0 ? byActivation : byActivation.filter(stays);
      rankAmong(ranks, activation, left);
      rankAmong(others, numbers, without.length === 0 ? byOwn : byOwn.filter(stays));
      for (const t of left) {
        sums.products += ranks[t] * others[t];
        sums.ofNumbers += others[t] ** 2;
        sums.ofRanks += ranks[t] ** 2;
      }
    }
    return sums;
  };
}
