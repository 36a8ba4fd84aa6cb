/**
 * Where the effect of a flip falls: the compared tokens by the token that comes next and by how long ago the state began, inside
 * and outside apart. Sums of the documents, and means with their document jackknife. Pure.
 */
import { addAt, at, int8At, int32At, item } from '../../core/at.ts';
import { type JackknifeTest, jackknifeTest } from '../stats/summary.ts';
import type { Bench } from './bench.ts';
import type { Place, PlaceEffect, PlaceSums, Where } from './falls-schema.ts';
import type { ComparedPlaces, FlipText } from './flip.ts';
import { onsetsOf, sideOf, sidesOf } from './states.ts';

export const placeCriteria = {
  /**
   * Of the tokens that come next in a state on the discovery half: a type that is as frequent, in one state or the other, is a
   * place of its own; a rarer one goes by its kind.
   */
  frequent: 0.01,
  /** Of the compared tokens of a side, at least, where an effect may be told; and in so many documents. */
  share: 0.01,
  documents: 10,
  /** Of the largest mean: what comes next with as much, on the same side, belongs to the same place. */
  together: 0.5,
  /** First token of each stretch after an onset; the last has no end. */
  after: [0, 1, 4, 8, 16],
} as const;

export const sides = ['outside', 'inside'] as const;

/** Which place each token belongs to, of both kinds, by the numbers of `names`. */
export interface Places {
  names: readonly Place[];
  /** [types] */
  next: Int32Array;
  /** [read tokens] -1 where it is not known how long ago the state began. */
  after: Int32Array;
}

/**
 * @param state [read tokens] of a half, and of the discovery half, which says what is frequent.
 * @param read tokens of a segment.
 */
export function placesIn(bench: Bench, state: Int8Array, onDiscovery: Int8Array, read: number): Places {
  const { names, next } = nextTokens(bench, onDiscovery);
  const stretches = placeCriteria.after.map((from, k): Place => {
    const following = placeCriteria.after[k + 1];
    return { after: [from, following === undefined ? null : following - 1] };
  });
  const ages = agesOf(state, read);
  const stretchOf = (age: number): number => placeCriteria.after.findLastIndex((from) => age >= from);
  const after = ages.map((age) => (age < 0 ? -1 : names.length + stretchOf(age)));
  return { names: [...names, ...stretches], next, after };
}

/** The places by the token that comes next: its type where that is frequent, else its kind. */
function nextTokens({ input: { text, vocabulary, unit } }: Bench, state: Int8Array) {
  const { readTypes, warmUp, length } = text.discovery;
  const read = warmUp + length;
  const counts = sides.map(() => new Float64Array(vocabulary.length));
  for (let t = 0; t < readTypes.length; t++) {
    const now = sideOf(int8At(state, t));
    if (now < 0 || t % read < warmUp || t % read === read - 1) continue;
    addAt(item(counts, now), at(readTypes, t + 1), 1);
  }
  const totals = counts.map((own) => own.reduce((total, count) => total + count, 0));
  const isFrequent = (type: number): boolean =>
    counts.some((own, side) => at(own, type) > 0 && at(own, type) >= placeCriteria.frequent * at(totals, side));
  const names: Place[] = [];
  const byKind = new Map<string, number>();
  const next = Int32Array.from(vocabulary, (token, type) => {
    if (isFrequent(type)) return names.push({ next: token }) - 1;
    const kind = kindOf(token, unit);
    const known = byKind.get(kind) ?? names.push({ kind }) - 1;
    byKind.set(kind, known);
    return known;
  });
  return { names, next };
}

type Kind = Extract<Place, { kind: unknown }>['kind'];

function kindOf(token: string, unit: Bench['input']['unit']): Kind {
  if (isWhite(token)) return 'white space';
  if (/\p{L}/u.test(token)) return unit === 'character' ? 'letter' : 'word';
  return /\p{N}/u.test(token) ? 'number' : 'mark';
}

export const isWhite = (token: string): boolean => /^\s+$/u.test(token);

/** [read tokens] Tokens since the state began, 0 at the onset; -1 outside, and where it began before the segment. */
function agesOf(state: Int8Array, read: number): Int32Array {
  const sides = sidesOf(state);
  const onsets = onsetsOf(sides, read);
  let age = -1;
  return Int32Array.from(sides, (now, t) => {
    if (t % read === 0 || now !== 1) age = -1;
    else if (onsets[t] === 1) age = 0;
    else if (age >= 0) age++;
    return age;
  });
}

/**
 * What the differences wrong - right come to by side and place; each compared token stands in one place of either kind at most.
 * @param losses [compared tokens] each.
 */
export function placeSums(
  bench: Bench,
  { half, documents, read }: Pick<FlipText, 'half' | 'documents' | 'read'>,
  { compared, ...masks }: { state: Int8Array; onDiscovery: Int8Array; compared: ComparedPlaces },
  { right, wrong }: { right: Float32Array; wrong: Float32Array },
): PlaceSums[] {
  const { names, next, after } = placesIn(bench, masks.state, masks.onDiscovery, read);
  const { readTypes } = bench.input.text[half];
  const { places, document, state } = compared;
  const table = new Map<number, PlaceSums>();
  const add = (name: number, side: number, own: number, difference: number): void => {
    const key = 2 * name + side;
    const sums = table.get(key) ?? {
      of: item(names, name),
      where: item(sides, side),
      sums: new Array<number>(documents).fill(0),
      counts: new Array<number>(documents).fill(0),
    };
    sums.sums[own] = at(sums.sums, own) + difference;
    sums.counts[own] = at(sums.counts, own) + 1;
    table.set(key, sums);
  };
  places.forEach((place, index) => {
    const [own, side] = [at(document, index), at(state, index)];
    const difference = at(wrong, index) - at(right, index);
    add(int32At(next, at(readTypes, place + 1)), side, own, difference);
    const stretch = int32At(after, place);
    if (stretch >= 0) add(stretch, side, own, difference);
  });
  return [...table].sort(([a], [b]) => a - b).map(([, sums]) => sums);
}

export const isNext = ({ of }: { of: Place }): boolean => !('after' in of);

/** The compared tokens of each kind of place that is told. */
export const tokensAt = ({ counts }: Pick<PlaceSums, 'counts'>): number => sum(counts);
const documentsAt = ({ counts }: Pick<PlaceSums, 'counts'>): number => counts.filter((count) => count > 0).length;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Every compared token once, by the place that the next token makes. */
const allOnce = (all: readonly PlaceSums[]): PlaceSums[] => all.filter(isNext);

/** The mean of a side, or of a place, with its interval; null where fewer than two documents have any. */
export function meanAt(own: readonly PlaceSums[]): Omit<PlaceEffect, 'of' | 'where' | 'share' | 'discovery'> | null {
  if (own.length === 0) return null;
  const { sums, counts } = together(own);
  const having = [...counts.keys()].filter((d) => at(counts, d) > 0);
  if (having.length < 2) return null;
  const [total, tokens] = [sum(sums), sum(counts)];
  const { value, interval } = jackknifeTest(
    total / tokens,
    having.map((d) => (total - at(sums, d)) / (tokens - at(counts, d))),
  );
  return { tokens, documents: having.length, flip: value, interval };
}

export const meanOfSide = (all: readonly PlaceSums[], where: Where) =>
  meanAt(allOnce(all).filter((each) => each.where === where));

/** Whether a place holds enough of the compared tokens to be told. */
export function isTold(own: PlaceSums, all: readonly PlaceSums[]): boolean {
  return shareOf(own, all) >= placeCriteria.share && documentsAt(own) >= placeCriteria.documents;
}

/** Of the compared tokens of its side. */
export const shareOf = (own: PlaceSums, all: readonly PlaceSums[]): number =>
  tokensAt(own) /
  sum(
    allOnce(all)
      .filter(({ where }) => where === own.where)
      .map(tokensAt),
  );

export const isSame = (a: Pick<PlaceSums, 'of' | 'where'>, b: Pick<PlaceSums, 'of' | 'where'>): boolean =>
  a.where === b.where && isSamePlace(a.of, b.of);

export const isSamePlace = (a: Place, b: Place): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * The place of the largest mean among those that may be told, and what else comes next on the same side at half that cost or more.
 * @returns none, where no mean is above 0.
 */
export function largestPlaces(all: readonly PlaceSums[]): PlaceSums[] {
  const mean = (each: PlaceSums): number => sum(each.sums) / tokensAt(each);
  const able = all.filter((each) => isTold(each, all) && mean(each) > 0).sort((a, b) => mean(b) - mean(a));
  const [first] = able;
  if (first === undefined) return [];
  if (!isNext(first)) return [first];
  const least = placeCriteria.together * mean(first);
  return able.filter((each) => isNext(each) && each.where === first.where && mean(each) >= least);
}

/** Several places of a side as one. @throws RangeError of none. */
export function together(places: readonly PlaceSums[]): PlaceSums {
  const [first, ...others] = places;
  if (first === undefined) throw new RangeError('together: needs places');
  const added = (of: 'sums' | 'counts') =>
    first[of].map((own, d) => others.reduce((total, each) => total + at(each[of], d), own));
  return { ...first, sums: added('sums'), counts: added('counts') };
}

/**
 * All compared tokens but those of a place, both sides with equal weight as in the flip; and by how much the place is above them.
 * @throws RangeError with fewer than two documents.
 */
export function besidePlace(
  own: PlaceSums,
  all: readonly PlaceSums[],
): { elsewhere: JackknifeTest; above: JackknifeTest } {
  const once = allOnce(all);
  const total = (each: readonly PlaceSums[], of: 'sums' | 'counts', without: number): number =>
    each.reduce((added, values) => added + sum(values[of]) - (without < 0 ? 0 : at(values[of], without)), 0);
  const estimate = (without: number) => {
    let [weighted, weights] = [0, 0];
    for (const where of sides) {
      const side = once.filter((each) => each.where === where);
      const tokens = total(side, 'counts', without);
      const off = where === own.where ? [own] : [];
      if (tokens === 0) continue;
      weighted += (total(side, 'sums', without) - total(off, 'sums', without)) / tokens;
      weights += (tokens - total(off, 'counts', without)) / tokens;
    }
    const elsewhere = weights === 0 ? 0 : weighted / weights;
    return { elsewhere, above: total([own], 'sums', without) / total([own], 'counts', without) - elsewhere };
  };
  const whole = estimate(-1);
  const documents = own.counts.flatMap((_, d) => (once.some(({ counts }) => at(counts, d) > 0) ? [d] : []));
  const leftOut = documents.map(estimate);
  return {
    elsewhere: jackknifeTest(
      whole.elsewhere,
      leftOut.map(({ elsewhere }) => elsewhere),
    ),
    above: jackknifeTest(
      whole.above,
      leftOut.map(({ above }) => above),
    ),
  };
}
