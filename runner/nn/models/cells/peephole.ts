/**
 * LSTM with peepholes: the gates see the cell state of their own unit too, input and forget gate that before the step and
 * the output gate that after it. Source: Gers & Schmidhuber 2000. Gate order i, f, g, o, as in PyTorch's LSTM.
 */
import { asComputed, type Cell, gate, needed, pytorchParameters, squashed, vector } from './cell.ts';

export const peephole = {
  name: 'peephole',
  label: 'LSTM with peepholes',
  about: 'An LSTM whose gates see the cell state of their own unit, through one weight each.',
  note: 'p are the weights of the peepholes, one a unit.',
  pytorch: null,
  parameters: { ...pytorchParameters(4), weight_ci: vector(1), weight_cf: vector(1), weight_co: vector(1) },
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
  stateNames: ['hidden', 'cell'],
  openGate: 1,

  forward(ops, { read, product, vector: diagonal, previous, replace = asComputed }) {
    const [i, f, g, o] = ops.split(ops.add(read('weight_ih'), product('weight_hh', previous.hidden)), 4, 1);
    const before = needed(previous.cell, 'cell');
    const seen = (x: typeof i, weight: string, state: typeof before) =>
      ops.sigmoid(ops.add(needed(x, weight), ops.mul(state, diagonal(weight))));
    const input = replace('input', seen(i, 'weight_ci', before));
    const forget = replace('forget', seen(f, 'weight_cf', before));
    const candidate = replace('candidate', ops.tanh(needed(g, 'g')));
    const cell = replace('cell', ops.add(ops.mul(forget, before), ops.mul(input, candidate)));
    const output = replace('output', seen(o, 'weight_co', cell));
    const hidden = replace('hidden', ops.mul(output, ops.tanh(cell)));
    return { state: { hidden, cell }, components: { input, forget, candidate, cell, output, hidden } };
  },
} as const satisfies Cell;
