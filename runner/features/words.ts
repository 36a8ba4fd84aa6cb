/// <reference path="./stopword.d.ts" />
/** Features given by a list of words. Pure. */
import { eng } from 'stopword';

/** The English list of the npm package stopword, 108 words; shorter than NLTK's 179, and without contractions. */
export const stopWords: readonly string[] = eng;

/**
 * Marks the tokens that are in the list, in capitals or not.
 * @returns [tokens], 1 where the token is one of the words.
 */
export function markWords(words: 'stopwords' | readonly string[], tokens: readonly string[]): Uint8Array {
  const list = new Set((words === 'stopwords' ? stopWords : words).map((word) => word.toLowerCase()));
  return Uint8Array.from(tokens, (token) => Number(list.has(token.toLowerCase())));
}
