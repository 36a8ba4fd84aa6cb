/** Features given by a regular expression for the token. Pure. */
import { z } from 'zod';
import { featureKind, tokenClause, unitWord } from '../kind.ts';
import { literalsOf, markMatches, matchesOnlyWords, namesOfTokens, patternFaults } from '../pattern.ts';

export const match = featureKind({
  keys: { match: z.string().min(1).describe('Regular expression (flags us) that must match the whole token') },
  resolved: z.strictObject({ match: z.string() }),
  parse: (written) => written,
  contradictions: ({ name, match: pattern }) => patternFaults('match', name, pattern),
  ofWords: false,
  mark: ({ name, match: pattern }, tokens) => markMatches(name, pattern, tokens),
  // Slashes, as around regular expressions, also show where a space or a dot begins.
  describe: ({ match: pattern }) => `tokens that match /${pattern}/`,
  says({ match: pattern }, unit) {
    const names = namesOfTokens(literalsOf(pattern) ?? []);
    return names === null || names === '' ? null : tokenClause(unitWord(unit), `is ${names}`, names);
  },
  decidedByToken: () => true,
  // An ending is compared with other words, a full stop with everything.
  referenceClass: ({ match: pattern }) => (matchesOnlyWords(pattern) ? 'words' : 'all'),
});
