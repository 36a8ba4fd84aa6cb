/**
 * Minimal LSTM: f, i = sigmoid(W x + b), both divided by f + i; h = f h' + i n. Gates and candidate n look at the input
 * alone. As of the minGRU there are two: `minlstm` with n = g(W x + b), and `minlstm-linear` with n = W x + b.
 * Source: Feng et al. 2024. Blocks of rows f, i, n.
 */
import { blocksOf, type Cell, gate } from './cell.ts';
import { type CandidateForm, linear, positive, positiveNote } from './mingru.ts';

const cell = (candidateOf: CandidateForm) =>
  ({
    pytorch: null,
    components: {
      forget: { name: 'forget gate', symbol: 'f', range: gate, formula: 'f = F / (F + I), F = σ(W_f x + b_f)' },
      input: { name: 'input gate', symbol: 'i', range: gate, formula: 'i = I / (F + I), I = σ(W_i x + b_i)' },
      candidate: { name: 'candidate', symbol: 'n', range: null, formula: candidateOf.formula },
      hidden: { name: 'hidden state', symbol: 'h', range: null, formula: 'h = f ⊙ h′ + i ⊙ n' },
    },
    defaultComponent: 'hidden',

    forward({ ops, affine, state, hook }) {
      const [f, i, n] = blocksOf(ops, affine('ih', 3), 3);
      // ln sigmoid(f) - ln sigmoid(i): of gates that are all but shut, too, the share is right.
      const minus = (x: typeof f) => ops.sub(ops.scalar(0), x);
      const lead = ops.sub(ops.softplus(minus(i)), ops.softplus(minus(f)));
      const forget = hook('forget', ops.sigmoid(lead));
      const input = hook('input', ops.sigmoid(minus(lead)));
      const candidate = hook('candidate', candidateOf.of(ops, n));
      return { hidden: hook('hidden', ops.add(ops.mul(forget, state('hidden')), ops.mul(input, candidate))) };
    },
  }) as const satisfies Partial<Cell>;

export const minlstm = {
  ...cell(positive),
  label: 'minLSTM',
  about: 'Forget and input gate are scaled to add up to 1, and look at the input alone, as the candidate does.',
  note: positiveNote,
} as const satisfies Cell;

export const minlstmLinear = {
  ...cell(linear),
  label: 'minLSTM (linear candidate)',
  about: 'The minLSTM whose candidate is the product itself, so that a hidden state can be negative.',
} as const satisfies Cell;
