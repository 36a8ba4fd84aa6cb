/** Features given by the token before. Pure. */
import type { Unit } from '../corpus/tokens.ts';
import { markMatches } from './match.ts';
import { isSpace } from './sentences.ts';

/**
 * Marks the tokens after one that the pattern (flags us) matches as a whole. Between words white space is passed over and
 * carries nothing itself, so that 'after a comma' is the next word or mark; a line's first word has none before it. With
 * characters it is the character just before, white space or not.
 * @param tokens from the start of a document.
 * @returns [tokens], 1 where the token before matches.
 * @throws InputError when the pattern is no regular expression.
 */
export function markPrevious(name: string, pattern: string, tokens: readonly string[], unit: Unit): Uint8Array {
  const matches = markMatches(name, pattern, tokens);
  let previous: number | null = null;
  return matches.map((_, position) => {
    const token = tokens[position];
    if (unit === 'word' && isSpace(token)) {
      if (token === '\n') previous = null;
      return 0;
    }
    const mark = previous === null ? 0 : (matches[previous] ?? 0);
    previous = position;
    return mark;
  });
}
