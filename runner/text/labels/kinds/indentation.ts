/** Features given by how far the line that a token stands in is indented. Pure. */
import { z } from 'zod';
import { type Band, backwards, bandSchema, featureKind, inBand, stateClause, writtenBand } from '../kind.ts';

export const indentation = featureKind({
  keys: {
    indentation: writtenBand(0).describe(
      'Tokens of lines that begin with so many spaces and tabs, from the first other character on: [4, 7]; [4, none]: or more',
    ),
  },
  resolved: z.strictObject({ indentation: bandSchema }),
  parse: (written) => written,
  contradictions: ({ name, indentation: band }) => backwards('indentation', name, band),
  ofWords: false,
  numbers: {
    of: (_feature, tokens) => indentations(tokens),
    describe: () => 'how many spaces and tabs the line of each token begins with',
    says: () => 'how far the line is indented',
    ranges: { of: ({ indentation: band }) => band, none: () => ({ indentation: [0, null] as [number, null] }) },
  },
  describe: ({ indentation: band }) => `tokens of lines that are indented by ${inBand(band, 'or more')}`,
  says: ({ indentation: band }: { indentation: Band }) =>
    stateClause(`the line is indented by ${inBand(band, 'or more')}`),
  decidedByToken: () => false,
  referenceClass: () => 'text',
});

/** [tokens] How far the line is indented; NaN for what it is indented by, and for line breaks. */
function indentations(tokens: readonly string[]): Float32Array {
  let indented = 0;
  let within = true;
  return Float32Array.from(tokens, (token) => {
    if (token === '\n') {
      indented = 0;
      within = true;
      return Number.NaN;
    }
    if (within && /^[ \t]+$/.test(token)) {
      indented += token.length;
      return Number.NaN;
    }
    within = false;
    return indented;
  });
}
