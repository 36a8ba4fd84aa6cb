/** Features given by how frequent a word is. Pure. */
import { z } from 'zod';
import { isWord } from '../../tokens.ts';
import { type Band, backwards, bandSchema, inBand, isInBand, writtenBand } from '../band.ts';
import { featureKind, tokenClause } from '../kind.ts';
import type { RankOf } from '../word-ranks.ts';

export const frequency = featureKind({
  keys: {
    frequency: writtenBand().describe(
      'Words by their rank in the training text, 1 the most frequent: [101, 1000]; [1001, none]: and beyond',
    ),
  },
  resolved: z.strictObject({ frequency: bandSchema }),
  parse: (written) => written,
  contradictions: ({ name, frequency: band }) => backwards('frequency', name, band),
  needs: 'ranks',
  ofWords: true,
  mark: ({ frequency: band }, words, { rankOf }) => markFrequency(band, words, rankOf),
  numbers: {
    of: ({ frequency: band }, words, { rankOf }) =>
      Float32Array.from(words, (word) => {
        const rank = rankOf(word);
        // A word that was never counted has no rank.
        return isWord(word) && isInBand(band, rank) && Number.isFinite(rank) ? rank : Number.NaN;
      }),
    describe: ({ frequency: band }) =>
      `the rank of each word by frequency in the training text${band[0] === 1 && band[1] === null ? '' : `, ${inBand(band, 'or beyond')}`}`,
    says: () => 'how rare the word is',
    behind: () => ({ frequency: [1, null] as [number, null] }),
  },
  describe: ({ frequency: band }, unit) =>
    `${unit === 'word' ? 'words' : 'characters of words'} that rank ${inBand(band, 'or beyond')} by frequency in the training text`,
  says({ frequency: [low, high] }) {
    if (high === null) return low === 1 ? null : tokenClause('word', `is not among the ${low - 1} most frequent`);
    if (low === 1)
      return tokenClause('word', high === 1 ? 'is the most frequent one' : `is among the ${high} most frequent`);
    return tokenClause('word', `ranks ${low} to ${high} by frequency`);
  },
  decidedByToken: () => true,
  referenceClass: () => 'words',
});

/**
 * Marks the words whose rank lies in a band. Other tokens have no rank.
 * @param band without an upper end words that were never counted belong to it.
 * @returns [words], 1 where the rank lies in the band.
 */
export const markFrequency = (band: Band, words: readonly string[], rankOf: RankOf): Uint8Array =>
  Uint8Array.from(words, (word) => Number(isWord(word) && isInBand(band, rankOf(word))));
