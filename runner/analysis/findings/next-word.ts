/**
 * White space as tokens of its own drowns what comes next: where words are read so, the next word or mark is asked for. Pure.
 */
import { at, uint8At } from '../../core/at.ts';
import type { Bench, ReadText } from './bench.ts';
import { type HeldNeuron, type Sites, sitesAt } from './patching.ts';
import { isWhite } from './places.ts';
import type { WhiteSpaceSkip } from './readings.ts';
import { opposite } from './states.ts';

export interface WhiteSpace {
  /** [vocabulary] 1 where a token is white space. */
  white: Uint8Array;
  /** The space itself. */
  space: number;
}

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
export const lookedPast = (
  held: readonly HeldNeuron[],
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
