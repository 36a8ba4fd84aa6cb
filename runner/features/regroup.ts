/**
 * From characters, or the bytes of characters, to the words they stand in, for features that only words have. Pure.
 */
import { type Unit, withSpaces } from '../core/cut.ts';
import { isWord } from '../corpus/tokens.ts';

export interface Regrouped {
  words: string[];
  /** [tokens] Index of the word that a character or byte stands in. */
  wordOf: Int32Array;
}

/** Joins letters, numbers and underscores that follow one another; anything else is a word of its own. */
export function regroup(tokens: readonly string[], unit: Exclude<Unit, 'word'>): Regrouped {
  // Of a character of several bytes all but the last show nothing.
  const shown = unit === 'byte' ? withSpaces(tokens, 'byte') : tokens;
  const words: string[] = [];
  let inWord = false;
  let inCharacter = false;
  const wordOf = Int32Array.from(shown, (character, place) => {
    const wordLike = isWord(
      character === '' ? (shown.slice(place, place + 4).find((each) => each !== '') ?? '') : character,
    );
    if (inCharacter || (wordLike && inWord)) words.push(`${words.pop()}${character}`);
    else words.push(character);
    inWord = wordLike;
    inCharacter = unit === 'byte' && character === '';
    return words.length - 1;
  });
  return { words, wordOf };
}
