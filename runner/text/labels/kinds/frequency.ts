/** Features given by how frequent a word is. Pure. */
import { z } from 'zod';
import { isWord } from '../../tokens.ts';
import { backwards, bandSchema, featureKind, inBand, tokenClause, writtenBand } from '../kind.ts';

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
  numbers: {
    // A word that was never counted has no rank, and lies beyond all that were.
    of: (_feature, words, { rankOf }) => Float32Array.from(words, (word) => (isWord(word) ? rankOf(word) : Number.NaN)),
    describe: ({ frequency: band }) =>
      `the rank of each word by frequency in the training text${band[0] === 1 && band[1] === null ? '' : `, ${inBand(band, 'or beyond')}`}`,
    says: () => 'how rare the word is',
    ranges: { of: ({ frequency: band }) => band, none: () => ({ frequency: [1, null] as [number, null] }) },
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
