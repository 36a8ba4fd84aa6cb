/**
 * Features given by a count that a text keeps: how many more tokens of one kind than of another its line has had, or how many
 * since one of a kind. Pure.
 */
import { z } from 'zod';
import { uint8At } from '../../../core/at.ts';
import { quoted } from '../../../core/format.ts';
import { wholeNumber } from '../../../core/whole-number.ts';
import { featureKind, stateClause } from '../kind.ts';
import { literalsOf, markMatches, namesOfTokens, patternFaults } from '../pattern.ts';

const pattern = z.string().min(1);
const range = { atLeast: z.int(), atMost: z.int().nullable() };

export const count = featureKind({
  keys: {
    count: z
      .strictObject({
        up: pattern.optional().describe('Regular expression of the tokens that add one'),
        down: pattern.optional().describe('Regular expression of the tokens that take one away'),
        since: pattern
          .optional()
          .describe('In the place of up and down: counts the tokens since the last that matches, on its line'),
        atLeast: wholeNumber().min(0).optional().describe('The lowest count (1; of a number 0)'),
        atMost: wholeNumber().min(0).optional().describe('The highest count; left out: no limit'),
      })
      .describe('Tokens after which a count stands so: it begins at 0 with each line and never falls below'),
  },
  resolved: z.strictObject({
    count: z.union([
      z.strictObject({ up: z.string(), down: z.string(), ...range }),
      z.strictObject({ since: z.string(), ...range }),
    ]),
  }),
  check({ count: { up, down, since, atLeast, atMost } }, { number }) {
    const both = up !== undefined && down !== undefined;
    const none = up === undefined && down === undefined;
    if (since === undefined ? !both : !none) return 'must have up and down, or since, in count';
    return atMost !== undefined && atMost < (atLeast ?? (number ? 0 : 1))
      ? 'must have an atMost that is not below atLeast'
      : null;
  },
  parse({ count: { up = '', down = '', since, atLeast, atMost = null } }, { number }) {
    const limits = { atLeast: atLeast ?? (number ? 0 : 1), atMost };
    return { count: since === undefined ? { up, down, ...limits } : { since, ...limits } };
  },
  contradictions: ({ name, count: own }) =>
    patternFaults('count', name, ...('since' in own ? [own.since] : [own.up, own.down])),
  ofWords: false,
  numbers: {
    of: ({ name, count: own }, tokens) => counts(name, own, tokens),
    describe: ({ count: own }) =>
      'since' in own
        ? `how many tokens of its line came since one that matches /${own.since}/`
        : `how many more tokens that match /${own.up}/ than /${own.down}/ its line has had`,
    says({ count: own }) {
      if ('since' in own) return `how long ago ${nameOf(own.since) ?? `a token that matches /${own.since}/`} came`;
      const owed = owedToken(own.down);
      return owed === null ? 'where the count stands' : `how many ${owed} are still owed`;
    },
    ranges: {
      of: ({ count: { atLeast, atMost } }) => [atLeast, atMost],
      none: ({ count: own }) => ({ count: { ...own, atLeast: 0, atMost: null } }),
    },
  },
  describe({ count: own }) {
    const { atLeast, atMost } = own;
    const exactly = atMost === atLeast ? `exactly ${atLeast}` : `${atLeast} to ${atMost}`;
    const times = atMost === null ? `at least ${atLeast}` : exactly;
    if ('since' in own) return `tokens ${times} after the last of their line that matches /${own.since}/`;
    return `tokens after which the line has ${times} more that match /${own.up}/ than /${own.down}/`;
  },
  says({ count: own }) {
    const { atLeast, atMost } = own;
    if ('since' in own) return null;
    const those = owedToken(own.down);
    const clause = those === null ? null : owing(those, atLeast, atMost);
    return clause === null ? null : stateClause(clause);
  },
  decidedByToken: () => false,
  referenceClass: () => 'text',
});

const nameOf = (pattern: string): string | null => namesOfTokens(literalsOf(pattern) ?? []) || null;

/** 'b’s': what must come before the count is 0 again; null where several tokens take one away. */
function owedToken(down: string): string | null {
  const [owed, another] = literalsOf(down) ?? [];
  if (owed === undefined || another !== undefined) return null;
  return /^\p{L}+$/u.test(owed) ? `${owed}’s` : quoted(owed);
}

/** 'at least 4 b’s are still owed'. */
function owing(those: string, atLeast: number, atMost: number | null): string | null {
  if (atMost === 0) return `no ${those} are owed`;
  if (atMost === null) return atLeast === 0 ? null : `at least ${atLeast} ${those} are still owed`;
  if (atMost === atLeast) return `exactly ${atLeast} ${those} are still owed`;
  return atLeast === 0
    ? `at most ${atMost} ${those} are still owed`
    : `${atLeast} to ${atMost} ${those} are still owed`;
}

/** By patterns of tokens. */
type Counted = { up: string; down: string } | { since: string };

/**
 * [tokens] The count after each, the token itself counted, so that the state after reading it is compared with that; NaN where
 * nothing is counted yet.
 * @param name of the feature, for the error.
 * @throws InputError when a pattern is not a regular expression.
 */
export function counts(name: string, own: Counted, tokens: readonly string[]): Float32Array {
  if ('since' in own) return since(name, own.since, tokens);
  const adds = markMatches(name, own.up, tokens);
  const takes = markMatches(name, own.down, tokens);
  let now = 0;
  return Float32Array.from(adds, (add, position) => {
    now = tokens[position] === '\n' ? 0 : Math.max(0, now + add - uint8At(takes, position));
    return now;
  });
}

/** 0 at a token that matches. A line break ends the line and belongs to none. */
function since(name: string, pattern: string, tokens: readonly string[]): Float32Array {
  const matches = markMatches(name, pattern, tokens);
  let now = Number.NaN;
  return Float32Array.from(matches, (is, position) => {
    if (tokens[position] === '\n') now = Number.NaN;
    else if (is === 1) now = 0;
    else now++;
    return now;
  });
}
