/**
 * Gated recurrent unit: r, z = sigmoid(.); n = tanh(W x + b + r (U h + b)); h = (1 - z) n + z h'.
 * Source: Cho et al. 2014, in PyTorch's form (the reset gate acts after the recurrent product); gate order r, z, n.
 */
import { blocksOf, type Cell, gate, squashed } from './cell.ts';

export const gru = {
  label: 'GRU',
  about: 'Two gates decide how much of the hidden state is kept and how much of it the candidate sees.',
  note: 'The candidate has a second bias, d, inside the reset.',
  pytorch: 'GRU',
  components: {
    reset: { name: 'reset gate', symbol: 'r', range: gate, formula: 'r = σ(W_r x + U_r h′ + b_r)' },
    update: { name: 'update gate', symbol: 'z', range: gate, formula: 'z = σ(W_z x + U_z h′ + b_z)' },
    candidate: {
      name: 'candidate',
      symbol: 'n',
      range: squashed,
      formula: 'n = tanh(W_n x + b_n + r ⊙ (U_n h′ + d))',
    },
    hidden: { name: 'hidden state', symbol: 'h', range: squashed, formula: 'h = (1 − z) ⊙ n + z ⊙ h′' },
  },
  defaultComponent: 'hidden',

  forward({ ops, affine, state, hook }) {
    const [xr, xz, xn] = blocksOf(ops, affine('ih', 3), 3);
    const [hr, hz, hn] = blocksOf(ops, affine('hh', 3, state('hidden')), 3);
    const reset = hook('reset', ops.sigmoid(ops.add(xr, hr)));
    const update = hook('update', ops.sigmoid(ops.add(xz, hz)));
    const candidate = hook('candidate', ops.tanh(ops.add(xn, ops.mul(reset, hn))));
    const kept = ops.mul(update, state('hidden'));
    return { hidden: hook('hidden', ops.add(ops.mul(ops.sub(ops.scalar(1), update), candidate), kept)) };
  },
} as const satisfies Cell;
