/// <reference path="../../../core/packages.d.ts" />
/** Features given by a list of words. Pure; the list's file is read by whoever completes the feature. */
import { createRequire } from 'node:module';
import { z } from 'zod';
import { isWord } from '../../tokens.ts';
import { featureKind, someOf, tokenClause } from '../kind.ts';
import { namesOfTokens } from '../pattern.ts';

/**
 * The English list of the npm package stopword, 108 words; shorter than NLTK's 179, and without contractions. The package holds
 * those of sixty languages, and is loaded when it is first needed.
 */
const stopWords = (): readonly string[] =>
  (createRequire(import.meta.url)('stopword') as typeof import('stopword')).eng;

const word = z.string().min(1);
const resolved = z.strictObject({ words: z.union([z.literal('stopwords'), z.array(z.string())]) });
type Words = z.output<typeof resolved>['words'];

export const words = featureKind({
  keys: {
    words: z
      .union([word, z.array(word).min(1)], { error: 'must be stopwords, a path or a list of words' })
      .describe('stopwords, the path of a file with one word a line, or a list of words'),
  },
  resolved,
  parse({ words: given }): { words: Words | { file: string } } {
    if (typeof given !== 'string') return { words: given };
    return { words: given === 'stopwords' ? given : { file: given } };
  },
  complete({ words: given, ...others }, files) {
    const isFile = typeof given === 'object' && 'file' in given;
    return { ...others, words: isFile ? files.readWords(given.file, others.name) : given };
  },
  ofWords: true,
  mark: ({ words: given }, tokens) => markWords(given, tokens),
  describe({ words: given }, unit) {
    const tokens = unit === 'word' ? 'tokens' : 'characters of words';
    return `${tokens} that are ${given === 'stopwords' ? 'English stop words' : someOf(given)}`;
  },
  says({ words: given }) {
    if (given === 'stopwords') return tokenClause('word', 'is a stop word', 'a stop word');
    const names = namesOfTokens(given);
    return names === null ? null : tokenClause('word', `is ${names}`, names);
  },
  decidedByToken: () => true,
  // A list may hold marks, which are no words.
  referenceClass: ({ words: given }) => (given === 'stopwords' || given.every(isWord) ? 'words' : 'all'),
});

/**
 * Marks the tokens that are in the list, in capitals or not.
 * @returns [tokens], 1 where the token is one of the words.
 */
export function markWords(given: Words, tokens: readonly string[]): Uint8Array {
  const list = new Set((given === 'stopwords' ? stopWords() : given).map((each) => each.toLowerCase()));
  return Uint8Array.from(tokens, (token) => Number(list.has(token.toLowerCase())));
}
