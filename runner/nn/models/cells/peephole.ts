/**
 * LSTM with peepholes: the gates see the cell state of their own unit too, input and forget gate that before the step and
 * the output gate that after it. Source: Gers & Schmidhuber 2000. Gate order i, f, g, o, as in PyTorch's LSTM.
 */
import { blocksOf, type Cell, gate, squashed } from './cell.ts';

export const peephole = {
  label: 'LSTM with peepholes',
  about: 'An LSTM whose gates see the cell state of their own unit, through one weight each.',
  note: 'p are the weights of the peepholes, one a unit.',
  pytorch: null,
  components: {
    input: { name: 'input gate', symbol: 'i', range: gate, formula: 'i = σ(W_i x + U_i h′ + p_i ⊙ c′ + b_i)' },
    forget: { name: 'forget gate', symbol: 'f', range: gate, formula: 'f = σ(W_f x + U_f h′ + p_f ⊙ c′ + b_f)' },
    candidate: { name: 'candidate', symbol: 'g', range: squashed, formula: 'g = tanh(W_g x + U_g h′ + b_g)' },
    cell: { name: 'cell state', symbol: 'c', range: null, formula: 'c = f ⊙ c′ + i ⊙ g' },
    output: { name: 'output gate', symbol: 'o', range: gate, formula: 'o = σ(W_o x + U_o h′ + p_o ⊙ c + b_o)' },
    hidden: { name: 'hidden state', symbol: 'h', range: squashed, formula: 'h = o ⊙ tanh(c)' },
  },
  projects: true,
  defaultComponent: 'hidden',
  openGate: 1,

  forward({ ops, affine, vector, state, hook }) {
    const [i, f, g, o] = blocksOf(ops, ops.add(affine('ih', 4), affine('hh', 4, state('hidden'))), 4);
    const before = state('cell');
    const seen = (x: typeof i, weight: string, memory: typeof i) =>
      ops.sigmoid(ops.add(x, ops.mul(memory, vector(weight))));
    const input = hook('input', seen(i, 'weight_ci', before));
    const forget = hook('forget', seen(f, 'weight_cf', before));
    const candidate = hook('candidate', ops.tanh(g));
    const cell = hook('cell', ops.add(ops.mul(forget, before), ops.mul(input, candidate)));
    const output = hook('output', seen(o, 'weight_co', cell));
    return { hidden: hook('hidden', ops.mul(output, ops.tanh(cell))), cell };
  },
} as const satisfies Cell;
