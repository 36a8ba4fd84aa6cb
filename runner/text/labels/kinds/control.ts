/**
 * Negative controls: labels that no network can know anything about beyond the tokens themselves. A method that finds
 * neurons for them finds them everywhere. Source: control tasks of Hewitt & Liang 2019. Pure.
 */
import { z } from 'zod';
import { random } from '../../../core/random.ts';
import { wholeNumber } from '../../../core/whole-number.ts';
import { featureKind, stateClause, tokenClause, unitWord } from '../kind.ts';

const controls = z.enum(['runs', 'hash']);
const defaultMeanLength = 20;
const defaultTokens = 3;

export const control = featureKind({
  keys: {
    control: controls.describe(
      'Labels that must never be found. runs: random runs of tokens; hash: a random label for each sequence of tokens',
    ),
    meanLength: wholeNumber()
      .min(1)
      .optional()
      .describe(`With control: runs. Mean length of the runs, in tokens (${defaultMeanLength})`),
    n: wholeNumber()
      .min(1)
      .optional()
      .describe(`With control: hash. How many tokens, the present one the last, decide the label (${defaultTokens})`),
    seed: wholeNumber().min(0).optional().describe('With control: another number gives other labels (0)'),
  },
  resolved: z.strictObject({ control: controls, meanLength: z.int(), n: z.int(), seed: z.int() }),
  check({ control: which, meanLength, n }) {
    if (which === 'hash' && meanLength !== undefined) return 'must have control: runs when it has meanLength';
    return which === 'runs' && n !== undefined ? 'must have control: hash when it has n' : null;
  },
  parse: ({ control: which, meanLength = defaultMeanLength, n = defaultTokens, seed = 0 }) => ({
    control: which,
    meanLength,
    n,
    seed,
  }),
  ofWords: false,
  mark: ({ control: which, meanLength, n, seed }, tokens) =>
    which === 'runs' ? markRuns(meanLength, seed, tokens) : markHash(n, seed, tokens),
  describe({ control: which, meanLength, n }) {
    if (which === 'runs') return `tokens in runs drawn by lot, ${meanLength} long on average (a control)`;
    return `tokens that end a sequence of ${n} drawn by lot (a control)`;
  },
  says({ control: which, n }, unit) {
    if (which === 'runs') return stateClause('it is inside a random run');
    return n === 1
      ? tokenClause(unitWord(unit), 'drew a random label')
      : stateClause(`the last ${n} ${unitWord(unit)}s drew a random label`);
  },
  decidedByToken: ({ control: which, n }) => which === 'hash' && n === 1,
  referenceClass: () => 'all',
});

/**
 * Marks random runs: as many tokens on average are in a run as between two (two states that are left with probability
 * 1 / meanLength at each token). Drawn from the seed and the document's tokens, so that a document has the same labels
 * wherever it stands.
 * @returns [tokens], 1 inside a run.
 */
export function markRuns(meanLength: number, seed: number, tokens: readonly string[]): Uint8Array {
  const { uniform } = random(seed, hashOf(tokens, 0));
  let inside = Number(uniform() < 0.5);
  return Uint8Array.from(tokens, () => {
    const before = inside;
    if (uniform() < 1 / meanLength) inside = 1 - inside;
    return before;
  });
}

/**
 * Marks half of all sequences of `n` tokens, drawn by a hash. What a token's label depends on are its own text and the
 * n - 1 tokens before it; before the start of the document there are none.
 * @returns [tokens], 1 where the sequence that ends at the token is marked.
 */
export function markHash(n: number, seed: number, tokens: readonly string[]): Uint8Array {
  return Uint8Array.from(tokens, (_, position) => {
    const sequence = tokens.slice(Math.max(0, position - n + 1), position + 1);
    return random(seed, hashOf(sequence, 1)).bits() >>> 31;
  });
}

/** FNV-1a over the tokens' UTF-16 units, a token's end counted as one. */
function hashOf(tokens: readonly string[], start: number): number {
  const prime = 0x01000193;
  let hash = 0x811c9dc5 ^ start;
  for (const token of tokens) {
    for (let at = 0; at < token.length; at++) hash = Math.imul(hash ^ token.charCodeAt(at), prime);
    hash = Math.imul(hash ^ 0xffff, prime);
  }
  return hash >>> 0;
}
