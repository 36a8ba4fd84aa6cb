/** How tokens are shown: a token itself, or a sign in place of what cannot be seen; and which way a text of them runs. Pure. */

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

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const letter = /\p{L}/u;

/** By the majority of its letters, so that one foreign word does not turn the page. */
export function direction(tokens: readonly string[]): 'ltr' | 'rtl' {
  const letters = [...tokens.join('')].filter((c) => letter.test(c));
  return letters.filter((c) => rightToLeft.test(c)).length * 2 > letters.length ? 'rtl' : 'ltr';
}

/** A heading or a sentence begins with it. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
