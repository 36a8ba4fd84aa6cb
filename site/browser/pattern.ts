/** A pattern that the reader types, matched as the patterns of features are: flags us, against the whole token. Pure. */
import { whyOf } from './fetched.ts';

/** Letters that a reader may type of one. */
export const longestPattern = 200;

export type PatternMatches = { positions: number[]; error: null } | { positions: null; error: string };

/** Why a pattern is not used, as it is said. */
export const faultOf = (error: string): string => `Invalid regular expression: ${error}.`;

/** Positions of the tokens that `pattern` matches, or why it is not a valid regular expression. */
export function matchPattern(pattern: string, tokens: readonly string[]): PatternMatches {
  try {
    // Alone first: 'a)(b' is wrong, but between brackets it would pass.
    new RegExp(pattern, 'us');
    const whole = new RegExp(`^(?:${pattern})$`, 'us');
    const known = new Map<string, boolean>();
    const matches = (token: string): boolean => {
      const found = known.get(token) ?? whole.test(token);
      known.set(token, found);
      return found;
    };
    return { positions: tokens.flatMap((token, position) => (matches(token) ? [position] : [])), error: null };
  } catch (error) {
    // Chromium says the pattern again before it says what is wrong.
    return { positions: null, error: whyOf(error).replace(/^Invalid regular expression: .*: /s, '') };
  }
}
