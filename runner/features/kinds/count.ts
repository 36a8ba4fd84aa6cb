/** Features given by a count that a text keeps: how many more tokens of one kind than of another its line has had. Pure. */
import { z } from 'zod';
import { uint8At } from '../../core/at.ts';
import { wholeNumber } from '../../core/whole-number.ts';
import { type FeatureFault, featureKind, stateClause } from '../kind.ts';
import { literalsOf, markMatches, patternFault, patternFix } from '../pattern.ts';

const pattern = z.string().min(1);

export const count = featureKind({
  keys: {
    count: z
      .strictObject({
        up: pattern.describe('Regular expression of the tokens that add one'),
        down: pattern.describe('Regular expression of the tokens that take one away'),
        atLeast: wholeNumber().min(0).optional().describe('The lowest count (1)'),
        atMost: wholeNumber().min(0).optional().describe('The highest count; left out: no limit'),
      })
      .describe('Tokens after which a count stands so: it begins at 0 with each line and never falls below'),
  },
  resolved: z.strictObject({
    count: z.strictObject({ up: z.string(), down: z.string(), atLeast: z.int(), atMost: z.int().nullable() }),
  }),
  check({ count: { atLeast = 1, atMost } }) {
    return atMost !== undefined && atMost < atLeast ? 'must have an atMost that is not below atLeast' : null;
  },
  parse: ({ count: { up, down, atLeast = 1, atMost = null } }) => ({ count: { up, down, atLeast, atMost } }),
  contradictions({ name, count: { up, down } }) {
    return [up, down].flatMap((each): FeatureFault[] => {
      const why = patternFault(each);
      if (why === null) return [];
      const what = `the pattern of feature "${name}" is not a valid regular expression: "${each}"`;
      return [{ key: 'count', what, why, fix: patternFix }];
    });
  },
  ofWords: false,
  mark: ({ name, count: range }, tokens) => markCount(name, range, tokens),
  describe({ count: { up, down, atLeast, atMost } }) {
    const exactly = atMost === atLeast ? `exactly ${atLeast}` : `${atLeast} to ${atMost}`;
    const times = atMost === null ? `at least ${atLeast}` : exactly;
    return `tokens after which the line has ${times} more that match /${up}/ than /${down}/`;
  },
  says({ count: { down, atLeast, atMost } }) {
    const [owed, another] = literalsOf(down) ?? [];
    const clause = owed === undefined || another !== undefined ? null : owing(owed, atLeast, atMost);
    return clause === null ? null : stateClause(clause);
  },
  decidedByToken: () => false,
  referenceClass: () => 'text',
});

/** 'at least 4 b’s are still owed': what must come before the count is 0 again. */
function owing(token: string, atLeast: number, atMost: number | null): string | null {
  const those = /^\p{L}+$/u.test(token) ? `${token}’s` : `“${token}”`;
  if (atMost === 0) return `no ${those} are owed`;
  if (atMost === null) return atLeast === 0 ? null : `at least ${atLeast} ${those} are still owed`;
  if (atMost === atLeast) return `exactly ${atLeast} ${those} are still owed`;
  return atLeast === 0
    ? `at most ${atMost} ${those} are still owed`
    : `${atLeast} to ${atMost} ${those} are still owed`;
}

interface CountRange {
  up: string;
  down: string;
  atLeast: number;
  atMost: number | null;
}

/**
 * The token itself counts, so that the state after reading it is compared with the count after it.
 * @param name of the feature, for the error.
 * @param tokens from the start of a document.
 * @returns [tokens], 1 where the count is in the range.
 * @throws InputError when a pattern is not a regular expression.
 */
export function markCount(name: string, range: CountRange, tokens: readonly string[]): Uint8Array {
  const { up, down, atLeast, atMost } = range;
  const adds = markMatches(name, up, tokens);
  const takes = markMatches(name, down, tokens);
  let now = 0;
  return adds.map((add, position) => {
    now = tokens[position] === '\n' ? 0 : Math.max(0, now + add - uint8At(takes, position));
    return Number(now >= atLeast && now <= (atMost ?? now));
  });
}
