/** How a token is shown: itself, or a sign in place of what cannot be seen. Pure. */

const invisible = /^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u;

/** The code points of a token that has no visible form and is no plain white space: 'U+202E'. Null for all others. */
export function codePoints(token: string): string | null {
  if (token === '\n' || token === '\t' || !invisible.test(token)) return null;
  return [...token].map((c) => `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`).join(' ');
}

/** The token that an element of a highlighted text stands for: its text, or what its code points say. */
export const tokenOf = (shown: string, isCode: boolean): string =>
  isCode ? String.fromCodePoint(...shown.split(' ').map((code) => Number.parseInt(code.slice(2), 16))) : shown;

/** A token in running words and in the labels of figures: white space is given a sign. */
export function tokenLabel(token: string): string {
  if (token === ' ') return '␣';
  if (token === '\n') return '↵';
  if (token === '\t') return '⇥';
  return codePoints(token) ?? token;
}
