/** Features given by what a token stands inside: quotation marks or parentheses. Pure. */
import { z } from 'zod';
import { wholeNumber } from '../../core/whole-number.ts';
import { featureKind, stateClause } from '../kind.ts';
import { type ReadMark, readQuotes } from '../quotes.ts';

const pairs = z.enum(['quotes', 'parentheses']);

export const nesting = featureKind({
  keys: {
    nesting: pairs.describe(
      'Tokens inside quotation marks or parentheses; the marks are not inside, and a line break ends it',
    ),
    depth: wholeNumber().min(1).optional().describe('With nesting: inside at least so many pairs (1)'),
  },
  resolved: z.strictObject({ nesting: pairs, depth: z.int() }),
  parse: ({ nesting: kind, depth = 1 }) => ({ nesting: kind, depth }),
  ofWords: false,
  mark: ({ nesting: kind, depth }, tokens) => markNesting(kind, depth, tokens),
  describe: (feature) => `tokens inside ${pairsOf(feature)}`,
  says: (feature) => stateClause(`it is inside ${pairsOf(feature)}`),
  decidedByToken: () => false,
  referenceClass: () => 'text',
});

function pairsOf({ nesting: kind, depth }: { nesting: z.output<typeof pairs>; depth: number }): string {
  const marks = kind === 'quotes' ? 'quotation marks' : 'parentheses';
  return depth === 1 ? marks : `at least ${depth} pairs of ${marks}`;
}

/**
 * Marks the tokens inside at least `depth` pairs. A pair's own marks do not stand inside it. A pair ends at the end of
 * its line at the latest: a mark that is never closed says nothing about the next paragraph.
 * @param tokens words or characters, from the start of a document.
 * @returns [tokens], 1 where the token stands so deep.
 */
export function markNesting(kind: z.output<typeof pairs>, depth: number, tokens: readonly string[]): Uint8Array {
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
