/**
 * Minimal gated recurrent unit: z = sigmoid(W x + b); h = (1 - z) h' + z n. Gate and candidate n look at the input alone,
 * so that what a unit holds never decides what it takes in. `mingru` has the candidate n = g(W x + b) of the form that is
 * trained in logarithms, g(v) = v + 1/2 from 0 on and sigmoid(v) below, which keeps h above 0; `mingru-linear` has
 * n = W x + b. Source: Feng et al. 2024. Blocks of rows z, n.
 */
import type { Operations } from '../operations.ts';
import { blocksOf, type Cell, gate } from './cell.ts';

/** What the candidate's product becomes. */
export interface CandidateForm {
  formula: string;
  of<T>(ops: Operations<T>, v: T): T;
}

export const linear: CandidateForm = { formula: 'n = W_n x + b_n', of: (_ops, v) => v };

/** g(v), without a choice between two: max(v, 0) + sigmoid(min(v, 0)). */
export const positive: CandidateForm = {
  formula: 'n = g(W_n x + b_n)',
  of: (ops, v) => ops.add(ops.maximum(v, ops.scalar(0)), ops.sigmoid(ops.minimum(v, ops.scalar(0)))),
};
export const positiveNote = 'g(v) is v + ½ from 0 on, and σ(v) below.';

const cell = (candidateOf: CandidateForm) =>
  ({
    pytorch: null,
    components: {
      update: { name: 'update gate', symbol: 'z', range: gate, formula: 'z = σ(W_z x + b_z)' },
      candidate: { name: 'candidate', symbol: 'n', range: null, formula: candidateOf.formula },
      hidden: { name: 'hidden state', symbol: 'h', range: null, formula: 'h = (1 − z) ⊙ h′ + z ⊙ n' },
    },
    defaultComponent: 'hidden',

    forward({ ops, affine, state, hook }) {
      const [z, n] = blocksOf(ops, affine('ih', 2), 2);
      const update = hook('update', ops.sigmoid(z));
      const candidate = hook('candidate', candidateOf.of(ops, n));
      const kept = ops.mul(ops.sub(ops.scalar(1), update), state('hidden'));
      return { hidden: hook('hidden', ops.add(kept, ops.mul(update, candidate))) };
    },
  }) as const satisfies Partial<Cell>;

export const mingru = {
  ...cell(positive),
  label: 'minGRU',
  about:
    'One gate mixes the old hidden state with a candidate. Both look at the input alone: what a unit holds never decides what it takes in.',
  note: positiveNote,
} as const satisfies Cell;

export const mingruLinear = {
  ...cell(linear),
  label: 'minGRU (linear candidate)',
  about: 'The minGRU whose candidate is the product itself, so that a hidden state can be negative.',
} as const satisfies Cell;
