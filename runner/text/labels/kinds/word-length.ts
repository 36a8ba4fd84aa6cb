/** Features given by the length of a word, in Unicode code points; other tokens have none. Pure. */
import { z } from 'zod';
import { isWord } from '../../tokens.ts';
import { type Band, backwards, bandSchema, featureKind, inBand, tokenClause, writtenBand } from '../kind.ts';

export const wordLength = featureKind({
  keys: { wordLength: writtenBand().describe('Words of so many characters: [1, 3]; [10, none]: or more') },
  resolved: z.strictObject({ wordLength: bandSchema }),
  parse: (written) => written,
  contradictions: ({ name, wordLength: band }) => backwards('wordLength', name, band),
  ofWords: true,
  numbers: {
    of: (_feature, words) => Float32Array.from(words, (word) => (isWord(word) ? Array.from(word).length : Number.NaN)),
    describe: ({ wordLength: band }) => `the characters of each word${limits(band)}`,
    says: () => 'how long the word is',
    ranges: { of: ({ wordLength: band }) => band, none: () => ({ wordLength: [1, null] as [number, null] }) },
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
