/** What is said of a reading, in words. Pure. */
import { counted, integer } from '../../../runner/core/words.ts';
import type { TypedToken } from './typed.ts';

/**
 * @param typed the typed tokens that the page holds, and `total`, how many there were.
 * @param most tokens that the page holds.
 */
export function report(
  { tokens, total }: { tokens: readonly TypedToken[]; total: number },
  written: number,
  most: number,
): string {
  const unknown = tokens.filter(({ known }) => !known);
  const unread = unknown.some(({ id }) => id === null);
  return [
    `Read ${counted(tokens.length - (unread ? unknown.length : 0), 'token')}${written > 0 ? ` and wrote ${integer(written)}` : ''}.`,
    unknown.length > 0 && `${integer(unknown.length)} unknown, ${unread ? 'left out' : 'read as <unk>'}.`,
    total + written >= most && `The page holds ${integer(most)} tokens at most.`,
  ]
    .filter(Boolean)
    .join(' ');
}
