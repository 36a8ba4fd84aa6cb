/** Features given by how frequent a word is. Pure. */
import { isWord, tokenize } from '../corpus/tokens.ts';

/** The rank of a word by frequency, from 1; infinite for a word that was not counted. */
export type RankOf = (word: string) => number;

/**
 * Ranks the words of texts, the most frequent first, ties by code unit. Words that differ in capitals are different.
 * White space and marks are not counted.
 */
export function rankWords(texts: Iterable<string>): RankOf {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const token of tokenize(text, 'word')) if (isWord(token)) counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  const order = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  const ranks = new Map(order.map(([word], index) => [word, index + 1]));
  return (word) => ranks.get(word) ?? Number.POSITIVE_INFINITY;
}

/**
 * Marks the words whose rank lies in a band, both ends included. Other tokens have no rank.
 * @param high null: no limit, so that words that were never counted belong to it.
 * @returns [words], 1 where the rank lies in the band.
 */
export function markFrequency(
  [low, high]: readonly [number, number | null],
  words: readonly string[],
  rankOf: RankOf,
): Uint8Array {
  return Uint8Array.from(words, (word) => {
    if (!isWord(word)) return 0;
    const rank = rankOf(word);
    return Number(rank >= low && (high === null || rank <= high));
  });
}
