/** Features given by the token before. Pure. */
import { z } from 'zod';
import { isSpace } from '../../sentences.ts';
import type { Unit } from '../../tokens.ts';
import { featureKind, stateClause } from '../kind.ts';
import { literalsOf, markMatches, namesOfTokens, patternFaults } from '../pattern.ts';

export const previous = featureKind({
  keys: {
    previous: z
      .string()
      .min(1)
      .describe('Regular expression for the token before; between words, white space is passed over'),
  },
  resolved: z.strictObject({ previous: z.string() }),
  parse: (written) => written,
  contradictions: ({ name, previous: pattern }) => patternFaults('previous', name, pattern),
  ofWords: false,
  mark: ({ name, previous: pattern }, tokens, { unit }) => markPrevious(name, pattern, tokens, unit),
  describe: ({ previous: pattern }, unit) =>
    `tokens after one that matches /${pattern}/${unit === 'word' ? ', ignoring white space' : ''}`,
  says({ previous: pattern }) {
    const names = namesOfTokens(literalsOf(pattern) ?? []);
    return names === null || names === '' ? null : stateClause(`it is after ${names}`);
  },
  decidedByToken: () => false,
  referenceClass: () => 'text',
});

/**
 * Marks the tokens after one that the pattern (flags us) matches as a whole. Between words white space is passed over and
 * carries nothing itself, so that 'after a comma' is the next word or mark; a line's first word has none before it. With
 * characters it is the character just before, white space or not.
 * @param tokens from the start of a document.
 * @returns [tokens], 1 where the token before matches.
 * @throws InputError when the pattern is not a regular expression.
 */
export function markPrevious(name: string, pattern: string, tokens: readonly string[], unit: Unit): Uint8Array {
  const matches = markMatches(name, pattern, tokens);
  let before = 0;
  return matches.map((matched, position) => {
    const token = tokens[position];
    if (unit === 'word' && isSpace(token)) {
      if (token === '\n') before = 0;
      return 0;
    }
    const mark = before;
    before = matched;
    return mark;
  });
}
