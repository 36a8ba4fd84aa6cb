/**
 * The tokens of a text as places where the effect of a flip may fall: by the token that comes next, and by how long ago the state
 * began, inside and outside apart. Pure.
 */
import { addAt, at, int8At, int32At, item, uint8At } from '../../core/at.ts';
import type { Bench, ReadText } from './bench.ts';
import type { WhiteSpaceSkip } from './finding.ts';
import { type ClampedNeuron, type Patched, type Sites, sitesAt } from './patching.ts';
import type { Place, PlaceSums } from './shown-schema.ts';
import { onsetsOf, opposite, sideOf } from './states.ts';

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

const sides = ['outside', 'inside'] as const;

/** Which place each token belongs to, of both kinds, by the numbers of `names`. */
interface Places {
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

const isWhite = (token: string): boolean => /^\s+$/u.test(token);

/** [read tokens] Tokens since the state began, 0 at the onset; -1 outside, and where it began before the segment. */
function agesOf(state: Int8Array, read: number): Int32Array {
  const sides = state.map(sideOf);
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
 * What a flip comes to by side and place; each site stands in one place of either kind at most.
 * @param onDiscovery [read tokens] The state on the discovery half, which says what is frequent.
 */
export function placeSums(bench: Bench, { sites, rise }: Patched, onDiscovery: Int8Array): PlaceSums[] {
  const { readTypes, sources, warmUp, length } = bench.input.text[sites.half];
  const { names, next, after } = placesIn(bench, sites.state, onDiscovery, warmUp + length);
  const none = Array.from(sources, () => 0);
  const table = new Map<number, PlaceSums>();
  sites.places.forEach((place, site) => {
    const [side, document] = [at(sites.side, site), at(sites.document, site)];
    for (const name of [int32At(next, at(readTypes, place + 1)), int32At(after, place)]) {
      if (name < 0) continue;
      const key = 2 * name + side;
      const own = table.get(key) ?? {
        of: item(names, name),
        where: item(sides, side),
        sums: [...none],
        counts: [...none],
      };
      own.sums[document] = at(own.sums, document) + at(rise, site);
      own.counts[document] = at(own.counts, document) + 1;
      table.set(key, own);
    }
  });
  return [...table].sort(([a], [b]) => a - b).map(([, own]) => own);
}

export const isSamePlace = (a: Place, b: Place): boolean => JSON.stringify(a) === JSON.stringify(b);

/** White space as tokens of its own drowns what comes next: where words are read so, the next word or mark is asked for. */
export type WhiteSpace = Omit<WhiteSpaceSkip, 'values'>;

/** Null where tokens are characters, or no space stands between words. */
export function whiteSpaceOf({ input: { vocabulary, unit } }: Bench): WhiteSpace | null {
  const space = vocabulary.indexOf(' ');
  if (unit !== 'word' || space < 0) return null;
  return { space, white: Uint8Array.from(vocabulary, (token) => (isWhite(token) ? 1 : 0)) };
}

/** The sites that are no white space themselves: after white space the next token is the next word or mark. */
export const atWords = (text: ReadText, sites: Sites, { white }: WhiteSpace): Sites =>
  sitesAt(
    text,
    sites,
    [...sites.places].filter((place) => at(white, at(text.readTypes, place)) === 0),
  );

/** How white space is looked past with neurons held: after the space that is given they say the state of the word before it. */
export const skipWhiteSpace = (
  held: readonly ClampedNeuron[],
  { white, space }: WhiteSpace,
  { state, places }: Sites,
  which: 'right' | 'wrong',
): WhiteSpaceSkip => ({
  white,
  space,
  values: held.map(({ levels: { level, added } }) =>
    Float32Array.from(places, (place) => {
      const now = at(state, place);
      return level(space) + at(added, which === 'right' ? now : opposite(now));
    }),
  ),
});

/**
 * The place of the next word or mark after a place, where it is the next token or the one after; -1 where it is further, or in
 * another segment. @param read tokens of a segment.
 */
export function nextWordAt(readTypes: Int32Array, place: number, read: number, white: WhiteSpace | null): number {
  const last = place - (place % read) + read - 1;
  if (place + 1 > last) return -1;
  if (white === null || uint8At(white.white, at(readTypes, place + 1)) === 0) return place + 1;
  return place + 2 <= last && uint8At(white.white, at(readTypes, place + 2)) === 0 ? place + 2 : -1;
}
