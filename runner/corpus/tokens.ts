/**
 * From text to tokens. Pure; imports nothing. The tokens of a text, joined, are the text.
 */

/** What one token is. */
export type Unit = 'word' | 'character';

// JavaScript's \w is ASCII only, so letters and numbers are named by their Unicode properties.
const wordOrOther = /[\p{L}\p{N}_]+|[^\p{L}\p{N}_]/gu;
const wordLike = /^[\p{L}\p{N}_]+$/u;
const surrogatePair = /[\ud800-\udbff][\udc00-\udfff]/g;

/**
 * Words: a run of letters, numbers and underscores, or any other single character (so spaces, line breaks, marks and
 * combining accents are tokens of their own). Characters: Unicode code points; a lone surrogate counts as one.
 */
export function tokenize(text: string, unit: Unit): string[] {
  return unit === 'character' ? Array.from(text) : (text.match(wordOrOther) ?? []);
}

/** How many tokens `tokenize` would give. */
export function countTokens(text: string, unit: Unit): number {
  if (unit === 'character') return text.length - (text.match(surrogatePair)?.length ?? 0);
  return text.match(wordOrOther)?.length ?? 0;
}

/** Whether a token consists of letters, numbers and underscores only. */
export const isWord = (token: string): boolean => wordLike.test(token);
