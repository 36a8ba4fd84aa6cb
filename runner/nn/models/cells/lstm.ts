/**
 * Long short-term memory: i, f, o = sigmoid(.), g = tanh(.); c = f c' + i g; h = o tanh(c).
 * Source: Hochreiter & Schmidhuber 1997 with the forget gate of Gers 2000; gate order i, f, g, o as in PyTorch.
 */
import { blocksOf, type Cell, gate, type State, type StepInput, squashed } from './cell.ts';

/** One step from the input and from the recurrent product, [batch, 4 x units]. */
export function gated<T>({ ops, affine, state, hook }: StepInput<T>, recurrent: T): State<T> {
  const [i, f, g, o] = blocksOf(ops, ops.add(affine('ih', 4), recurrent), 4);
  const input = hook('input', ops.sigmoid(i));
  const forget = hook('forget', ops.sigmoid(f));
  const candidate = hook('candidate', ops.tanh(g));
  const output = hook('output', ops.sigmoid(o));
  const kept = ops.mul(forget, state('cell'));
  const cell = hook('cell', ops.add(kept, ops.mul(input, candidate)));
  return { hidden: hook('hidden', ops.mul(output, ops.tanh(cell))), cell };
}

export const lstm = {
  label: 'LSTM',
  about: 'Three gates between 0 and 1 decide what a cell state keeps, takes in and shows.',
  pytorch: 'LSTM',
  components: {
    input: { name: 'input gate', symbol: 'i', range: gate, formula: 'i = σ(W_i x + U_i h′ + b_i)' },
    forget: { name: 'forget gate', symbol: 'f', range: gate, formula: 'f = σ(W_f x + U_f h′ + b_f)' },
    candidate: { name: 'candidate', symbol: 'g', range: squashed, formula: 'g = tanh(W_g x + U_g h′ + b_g)' },
    output: { name: 'output gate', symbol: 'o', range: gate, formula: 'o = σ(W_o x + U_o h′ + b_o)' },
    cell: { name: 'cell state', symbol: 'c', range: null, formula: 'c = f ⊙ c′ + i ⊙ g' },
    hidden: { name: 'hidden state', symbol: 'h', range: squashed, formula: 'h = o ⊙ tanh(c)' },
  },
  // The thesis' choice.
  projects: true,
  defaultComponent: 'output',
  // The forget gate, so that a network begins by remembering. Source: Jozefowicz et al. 2015.
  openGate: 1,

  forward: (step) => gated(step, step.affine('hh', 4, step.state('hidden'))),
} as const satisfies Cell;
