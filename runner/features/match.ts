/** Features given by a regular expression. Pure; imports only the errors. */
import { InputError } from '../core/errors.ts';

/**
 * Marks the tokens that the pattern (flags us) matches as a whole.
 * @param name of the feature, for the error.
 * @returns [tokens], 1 where the token matches.
 * @throws InputError when the pattern is no regular expression.
 */
export function markMatches(name: string, pattern: string, tokens: readonly string[]): Uint8Array {
  const whole = compile(name, pattern);
  const known = new Map<string, boolean>();
  return Uint8Array.from(tokens, (token) => {
    const matches = known.get(token) ?? whole.test(token);
    known.set(token, matches);
    return Number(matches);
  });
}

function compile(name: string, pattern: string): RegExp {
  try {
    // Alone first: 'a)(b' is wrong, but between brackets it would pass.
    new RegExp(pattern, 'us');
    return new RegExp(`^(?:${pattern})$`, 'us');
  } catch (error) {
    throw new InputError('invalid-pattern', {
      what: `The pattern ${pattern} of feature "${name}" is not a regular expression`,
      why: (error as Error).message,
    });
  }
}
