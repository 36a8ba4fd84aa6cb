/**
 * Makes text safe to print: what a terminal would obey instead of show gets a visible stand-in, so that a corpus
 * with escape sequences in it can neither recolour nor rearrange what is around it. Pure; imports nothing.
 */

/** Of the control characters 0 to 31, Unicode has pictures from this one on. */
const firstControlPicture = 0x2400;
const deletePicture = '\u2421';
const replacement = '\ufffd';

/**
 * Controls, and the marks that order text from right to left or break lines. The zero-width joiner stays: emoji need
 * it. Unpaired surrogates are no characters.
 */
const unsafe = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Cs}/gu;

/** Line breaks become ⏎ and tabs ⇥; the result prints on one line. */
export function visible(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(unsafe, (character) => {
    if (character === '\n') return lineBreak;
    if (character === '\t') return '\u21e5';
    if (character === '\x7f') return deletePicture;
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(firstControlPicture + code) : replacement;
  });
}

/** What a line break is shown as. */
export const lineBreak = '\u23ce';
