/** Features given by the length of a word. Pure. */
import { isWord } from '../corpus/tokens.ts';

/**
 * Marks the words of so many characters (Unicode code points), both ends included. Other tokens have no length.
 * @param high null: no limit.
 * @returns [words], 1 where the word has such a length.
 */
export function markWordLength([low, high]: readonly [number, number | null], words: readonly string[]): Uint8Array {
  return Uint8Array.from(words, (word) => {
    if (!isWord(word)) return 0;
    const { length } = Array.from(word);
    return Number(length >= low && (high === null || length <= high));
  });
}
