/**
 * From characters to the words they stand in, for features that only words have. Pure.
 */
import { isWord } from '../corpus/tokens.ts';

export interface Regrouped {
  words: string[];
  /** [characters] Index of the word that a character stands in. */
  wordOf: Int32Array;
}

/** Joins letters, numbers and underscores that follow one another; anything else is a word of its own. */
export function regroup(characters: readonly string[]): Regrouped {
  const words: string[] = [];
  let inWord = false;
  const wordOf = Int32Array.from(characters, (character) => {
    const wordLike = isWord(character);
    if (wordLike && inWord) words.push(`${words.pop()}${character}`);
    else words.push(character);
    inWord = wordLike;
    return words.length - 1;
  });
  return { words, wordOf };
}
