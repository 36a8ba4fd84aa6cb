/** Features given by what a token stands inside: quotation marks or parentheses. Pure. */
import { readQuotes } from './quotes.ts';

/** What a token does, given the marks that are open (innermost last): opens one, closes one by its place, or neither. */
export type ReadMark = (token: string, position: number, open: readonly string[]) => 'opens' | number | null;

/**
 * Marks the tokens inside at least `depth` pairs. A pair's own marks do not stand inside it. A pair ends at the end of
 * its line at the latest: a mark that is never closed says nothing about the next paragraph.
 * @param tokens words or characters, from the start of a document.
 * @returns [tokens], 1 where the token stands so deep.
 */
export function markNesting(kind: 'quotes' | 'parentheses', depth: number, tokens: readonly string[]): Uint8Array {
  const read = kind === 'quotes' ? readQuotes(tokens) : readParentheses;
  const open: string[] = [];
  return Uint8Array.from(tokens, (token, position) => {
    if (token === '\n') open.length = 0;
    const does = read(token, position, open);
    // What was opened inside a pair and never closed ends with the pair.
    if (typeof does === 'number') open.length = does;
    const inside = open.length >= depth;
    if (does === 'opens') open.push(token);
    return Number(inside);
  });
}

/** Round ones only, narrow and full width. */
const readParentheses: ReadMark = (token, _position, open) => {
  if (token === '(' || token === '（') return 'opens';
  return (token === ')' || token === '）') && open.length > 0 ? open.length - 1 : null;
};
