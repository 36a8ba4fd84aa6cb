/** Features given by what a token stands inside: quotation marks or parentheses. Pure. */
import { z } from 'zod';
import { wholeNumber } from '../../../core/whole-number.ts';
import { featureKind, stateClause } from '../kind.ts';
import { depths, type NestingKind, nestingKinds } from '../nesting.ts';

const pairs = z.enum(nestingKinds);

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
  numbers: {
    of: ({ nesting: kind }, tokens) => depths(kind, tokens),
    describe: ({ nesting: kind }) => `how many pairs of ${marksOf(kind)} each token is inside`,
    says: ({ nesting: kind }) => `how many pairs of ${marksOf(kind)} it is inside`,
    ranges: { of: ({ depth }) => [depth, null], none: () => ({ depth: 0 }) },
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

const marksOf = (kind: NestingKind): string => (kind === 'quotes' ? 'quotation marks' : kind);
