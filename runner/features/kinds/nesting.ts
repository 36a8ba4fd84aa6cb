/** Features given by what a token stands inside: quotation marks or parentheses. Pure. */
import { z } from 'zod';
import { wholeNumber } from '../../core/whole-number.ts';
import { featureKind, stateClause } from '../kind.ts';
import { type ReadMark, readQuotes } from '../quotes.ts';

const pairs = z.enum(['quotes', 'parentheses', 'braces']);

export const nesting = featureKind({
  keys: {
    nesting: pairs.describe(
      'Tokens inside quotation marks, parentheses or braces; the marks are not inside, and a line break ends all but braces',
    ),
    depth: wholeNumber().min(1).optional().describe('With nesting: inside at least so many pairs (1)'),
  },
  resolved: z.strictObject({ nesting: pairs, depth: z.int() }),
  parse: ({ nesting: kind, depth }, { number }) => ({ nesting: kind, depth: depth ?? (number ? 0 : 1) }),
  ofWords: false,
  mark: ({ nesting: kind, depth }, tokens) => markNesting(kind, depth, tokens),
  numbers: {
    of: ({ nesting: kind, depth }, tokens) => depths(kind, tokens).map((each) => (each >= depth ? each : Number.NaN)),
    describe: ({ nesting: kind }) => `how many pairs of ${marksOf(kind)} each token is inside`,
    says: ({ nesting: kind }) => `how many pairs of ${marksOf(kind)} it is inside`,
  },
  describe: (feature) => `tokens inside ${pairsOf(feature)}`,
  says: (feature) => stateClause(`it is inside ${pairsOf(feature)}`),
  decidedByToken: () => false,
  referenceClass: () => 'text',
});

function pairsOf({ nesting: kind, depth }: { nesting: z.output<typeof pairs>; depth: number }): string {
  const marks = marksOf(kind);
  return depth === 1 ? marks : `at least ${depth} pairs of ${marks}`;
}

const marksOf = (kind: z.output<typeof pairs>): string => (kind === 'quotes' ? 'quotation marks' : kind);

/**
 * Marks the tokens inside at least `depth` pairs. A pair's own marks do not stand inside it. A pair ends at the end of
 * its line at the latest: a mark that is never closed says nothing about the next paragraph. Braces go on over lines.
 * @param tokens words or characters, from the start of a document.
 * @returns [tokens], 1 where the token stands so deep.
 */
export const markNesting = (kind: z.output<typeof pairs>, depth: number, tokens: readonly string[]): Uint8Array =>
  Uint8Array.from(depths(kind, tokens), (each) => Number(each >= depth));

/** [tokens] How many pairs each token is inside. */
function depths(kind: z.output<typeof pairs>, tokens: readonly string[]): Float32Array {
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
} as const satisfies Partial<Record<z.output<typeof pairs>, ReadMark>>;
