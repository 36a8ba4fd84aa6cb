/**
 * Gated recurrent unit: r, z = sigmoid(.); n = tanh(W x + b + r (U h + b)); h = (1 - z) n + z h'.
 * Source: Cho et al. 2014, in PyTorch's form (the reset gate acts after the recurrent product); gate order r, z, n.
 */
import { asComputed, type Cell, gate, needed, pytorchParameters, squashed } from './cell.ts';

export const gru = {
  name: 'gru',
  label: 'GRU',
  about: 'Two gates decide how much of the hidden state is kept and how much of it the candidate sees.',
  note: 'The candidate has a second bias, d, inside the reset.',
  pytorch: 'GRU',
  parameters: pytorchParameters(3),
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
  stateNames: ['hidden'],

  forward(ops, { read, product, previous, replace = asComputed }) {
    const [xr, xz, xn] = ops.split(read('weight_ih'), 3, 1);
    const [hr, hz, hn] = ops.split(product('weight_hh', previous.hidden), 3, 1);
    const reset = replace('reset', ops.sigmoid(ops.add(needed(xr, 'r'), needed(hr, 'r'))));
    const update = replace('update', ops.sigmoid(ops.add(needed(xz, 'z'), needed(hz, 'z'))));
    const candidate = replace('candidate', ops.tanh(ops.add(needed(xn, 'n'), ops.mul(reset, needed(hn, 'n')))));
    const kept = ops.mul(update, previous.hidden);
    const hidden = replace('hidden', ops.add(ops.mul(ops.sub(ops.scalar(1), update), candidate), kept));
    return { state: { hidden }, components: { reset, update, candidate, hidden } };
  },
} as const satisfies Cell;
