/** Features given by the length of a word. Pure. */
import { z } from 'zod';
import { isWord } from '../../tokens.ts';
import { type Band, backwards, bandSchema, inBand, isInBand, writtenBand } from '../band.ts';
import { featureKind, tokenClause } from '../kind.ts';

export const wordLength = featureKind({
  keys: { wordLength: writtenBand().describe('Words of so many characters: [1, 3]; [10, none]: or more') },
  resolved: z.strictObject({ wordLength: bandSchema }),
  parse: (written) => written,
  contradictions: ({ name, wordLength: band }) => backwards('wordLength', name, band),
  ofWords: true,
  mark: ({ wordLength: band }, words) => markWordLength(band, words),
  numbers: {
    of: ({ wordLength: band }, words) => Float32Array.from(words, (word) => lengthIn(band, word) ?? Number.NaN),
    describe: ({ wordLength: band }) => `the characters of each word${limits(band)}`,
    says: () => 'how long the word is',
    behind: () => ({ wordLength: [1, null] as [number, null] }),
  },
  describe({ wordLength: band }, unit) {
    const words = unit === 'word' ? 'words' : 'characters of words';
    return `${words} of ${inBand(band, 'or more')} ${band[1] === 1 ? 'character' : 'characters'}`;
  },
  says: ({ wordLength: band }) =>
    tokenClause('word', `has ${inBand(band, 'or more')} ${band[1] === 1 ? 'character' : 'characters'}`),
  decidedByToken: () => true,
  referenceClass: () => 'words',
});

/** A number is of all words, or of those of a band. */
const limits = (band: Band): string => (band[0] === 1 && band[1] === null ? '' : ` of ${inBand(band, 'or more')}`);

const lengthIn = (band: Band, word: string): number | null => {
  const { length } = Array.from(word);
  return isWord(word) && isInBand(band, length) ? length : null;
};

/**
 * Marks the words of so many characters (Unicode code points). Other tokens have no length.
 * @returns [words], 1 where the word has such a length.
 */
export const markWordLength = (band: Band, words: readonly string[]): Uint8Array =>
  Uint8Array.from(words, (word) => Number(lengthIn(band, word) !== null));
