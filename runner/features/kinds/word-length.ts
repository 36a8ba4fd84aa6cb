/** Features given by the length of a word. Pure. */
import { z } from 'zod';
import { isWord } from '../../corpus/tokens.ts';
import { type Band, backwards, bandSchema, inBand, isInBand, writtenBand } from '../band.ts';
import { featureKind, tokenClause } from '../kind.ts';

export const wordLength = featureKind({
  keys: { wordLength: writtenBand().describe('Words of so many characters: [1, 3]; [10, none]: or more') },
  resolved: z.strictObject({ wordLength: bandSchema }),
  parse: (written) => written,
  contradictions: ({ name, wordLength: band }) => backwards('wordLength', name, band),
  ofWords: true,
  mark: ({ wordLength: band }, words) => markWordLength(band, words),
  describe({ wordLength: band }, unit) {
    const words = unit === 'word' ? 'words' : 'characters of words';
    return `${words} of ${inBand(band, 'or more')} ${band[1] === 1 ? 'character' : 'characters'}`;
  },
  says: ({ wordLength: band }) =>
    tokenClause('word', `has ${inBand(band, 'or more')} ${band[1] === 1 ? 'character' : 'characters'}`),
  decidedByToken: () => true,
  referenceClass: () => 'words',
});

/**
 * Marks the words of so many characters (Unicode code points). Other tokens have no length.
 * @returns [words], 1 where the word has such a length.
 */
export const markWordLength = (band: Band, words: readonly string[]): Uint8Array =>
  Uint8Array.from(words, (word) => Number(isWord(word) && isInBand(band, Array.from(word).length)));
