/** Words ranked by how frequent they are. Pure. */
import type { Cut } from '../../core/cut.ts';
import { isWord, tokenize } from '../tokens.ts';

/** The rank of a word by frequency, from 1; infinite for a word that was not counted. */
export type RankOf = (word: string) => number;

/**
 * Ranks the words of texts, the most frequent first, ties by code unit. Words that differ in capitals are different.
 * White space and marks are not counted.
 */
export function rankWords(texts: Iterable<string>, cut: Cut = 'word'): RankOf {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const token of tokenize(text, cut)) if (isWord(token)) counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  const order = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  const ranks = new Map(order.map(([word], index) => [word, index + 1]));
  return (word) => ranks.get(word) ?? Number.POSITIVE_INFINITY;
}
