/** Which tokens stand inside quotation marks, parentheses or braces. Pure; runs in the browser too. */
import { type ReadMark, readQuotes } from './quotes.ts';

export const nestingKinds = ['quotes', 'parentheses', 'braces'] as const;
export type NestingKind = (typeof nestingKinds)[number];

/**
 * Marks the tokens inside at least `depth` pairs. A pair's own marks do not stand inside it. A pair ends at the end of
 * its line at the latest: a mark that is never closed says nothing about the next paragraph. Braces go on over lines.
 * @param tokens words or characters, from the start of a document.
 * @returns [tokens], 1 where the token stands so deep.
 */
export const markNesting = (kind: NestingKind, depth: number, tokens: readonly string[]): Uint8Array =>
  Uint8Array.from(depths(kind, tokens), (each) => Number(each >= depth));

/** [tokens] How many pairs each token is inside. */
export function depths(kind: NestingKind, tokens: readonly string[]): Float32Array {
  const read = kind === 'quotes' ? readQuotes(tokens) : readers[kind];
  const open: string[] = [];
  return Float32Array.from(tokens, (token, position) => {
    if (token === '\n' && kind !== 'braces') open.length = 0;
    const does = read(token, position, open);
    // What was opened inside a pair and never closed ends with the pair.
    if (typeof does === 'number') open.length = does;
    const inside = open.length;
    if (does === 'opens') open.push(token);
    return inside;
  });
}

const marksThat =
  (opens: string, closes: string): ReadMark =>
  (token, _position, open) => {
    if (opens.includes(token)) return 'opens';
    return closes.includes(token) && open.length > 0 ? open.length - 1 : null;
  };

const readers = {
  /** Round ones only, narrow and full width. */
  parentheses: marksThat('(（', ')）'),
  /** Those of a program stand over many lines. */
  braces: marksThat('{', '}'),
} as const satisfies Partial<Record<NestingKind, ReadMark>>;
