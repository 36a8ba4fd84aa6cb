/** What is said of a reading, in words. Pure. */
import { counted, decimal, integer } from '../../../runner/core/words.ts';
import type { TypedText } from './typed.ts';

/** Seconds that are worth a word. */
const noticed = 0.5;

/**
 * @param typed the typed tokens that the page holds, `total`, how many there were, and which signs are read in another spelling.
 * @param most tokens that the page holds.
 * @param seconds that it took.
 */
export function report(
  { tokens, total, respelt = '' }: Pick<TypedText, 'tokens' | 'total'> & Partial<TypedText>,
  written: number,
  most: number,
  seconds = 0,
): string {
  const unknown = tokens.filter(({ known }) => !known);
  const unread = unknown.some(({ id }) => id === null);
  return [
    `Read ${counted(tokens.length - (unread ? unknown.length : 0), 'token')}${written > 0 ? ` and wrote ${integer(written)}` : ''}${seconds < noticed ? '' : ` in ${decimal(seconds, 1)} s`}.`,
    respelt,
    unknown.length > 0 && `${integer(unknown.length)} unknown, ${unread ? 'left out' : 'read as <unk>'}.`,
    total + written >= most &&
      `The page holds ${integer(most)} tokens at most${total > most ? `; your text has ${integer(total)}, and the rest was left out` : ''}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
