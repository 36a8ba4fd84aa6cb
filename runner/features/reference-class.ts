/**
 * What a feature is compared with. Of a word model's tokens 43% are spaces, so that over all tokens every feature of words
 * only tells words from spaces; within its reference class it has to tell more. Pure.
 */
import { isWord, type Unit } from '../corpus/tokens.ts';
import type { Feature } from '../manifest/schema.ts';
import { isSpace } from './sentences.ts';

/** Words only; tokens that are no white space; or all tokens. */
export type ReferenceClass = 'words' | 'text' | 'all';

/** The class that the manifest names (`among`), or that of the feature's kind. */
export function referenceClass(feature: Feature): ReferenceClass {
  if (feature.among !== undefined) return feature.among;
  if ('match' in feature) return matchesOnlyWords(feature.match) ? 'words' : 'all';
  if ('nesting' in feature || 'position' in feature || 'previous' in feature || 'labels' in feature) return 'text';
  return 'words';
}

/**
 * The tokens that a feature is about: those that carry it and those that it is compared with. A token may carry the
 * feature and stand outside (the apostrophe of isn't is tagged an adverb and is no word): it takes no part.
 * @param unit with characters a word is a letter, a number or an underscore.
 * @returns [tokens], 1 where the token belongs to the reference class.
 */
export function referenceMask(feature: Feature, tokens: readonly string[], _unit: Unit): Uint8Array {
  const members = classes[referenceClass(feature)];
  return Uint8Array.from(tokens, (token) => Number(members(token)));
}

const classes: Readonly<Record<ReferenceClass, (token: string) => boolean>> = {
  words: isWord,
  text: (token) => !isSpace(token),
  all: () => true,
};

/** Through the last emoji; the planes beyond hold letters, private use and nothing. */
const lastCodePoint = 0x1fbff;
let notWords: string[] | null = null;

/**
 * Whether a pattern matches no token but words, as \p{L}+ing does. A token that is no word is a single character, so this
 * is settled by trying them all; no text is asked, since the class must be the same in every text.
 */
function matchesOnlyWords(pattern: string): boolean {
  notWords ??= Array.from({ length: lastCodePoint + 1 }, (_, code) => String.fromCodePoint(code)).filter(
    (character) => !isWord(character),
  );
  const whole = new RegExp(`^(?:${pattern})$`, 'us');
  return !notWords.some((character) => whole.test(character));
}
