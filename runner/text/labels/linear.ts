/**
 * Patterns of whole tokens without any way back: RE2's automata take a time that grows with the token alone. They know no looking
 * around and no back reference, and they are slower than the engine of the language where that comes to an end. Pure.
 * Source: Cox 2007 (regular expression matching can be simple and fast), as re2js computes it.
 */
import { createRequire } from 'node:module';

/** White space is ASCII's alone to RE2; all else that both read they read alike (tests/unit/features/linear.test.ts). */
const readOtherwise = /\\[sS]/;

/**
 * @param pattern that is a regular expression with the flags us.
 * @returns whether a whole token matches; null where RE2 cannot read the pattern, or reads it otherwise.
 */
export function linearMatcher(pattern: string): ((token: string) => boolean) | null {
  if (readOtherwise.test(pattern)) return null;
  // Loaded when it is first needed: hardly a pattern gets stuck.
  const { RE2JS }: typeof import('re2js') = createRequire(import.meta.url)('re2js');
  try {
    const compiled = RE2JS.compile(`^(?:${pattern})$`, RE2JS.DOTALL);
    return (token) => compiled.matches(token);
  } catch {
    return null;
  }
}
