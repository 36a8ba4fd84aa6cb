/** Elman's recurrent network: p = W x + U h + b; h = tanh(p). Source: Elman 1990. */
import { asComputed, type Cell, pytorchParameters, squashed } from './cell.ts';

export const rnn = {
  name: 'rnn',
  label: 'RNN',
  about: 'No gates: at every step the hidden state is made anew, as the tanh of the preactivation.',
  pytorch: 'RNN',
  parameters: pytorchParameters(1),
  components: {
    preactivation: { name: 'preactivation', symbol: 'p', range: null, formula: 'p = W x + U h′ + b' },
    hidden: { name: 'hidden state', symbol: 'h', range: squashed, formula: 'h = tanh(p)' },
  },
  projects: true,
  defaultComponent: 'hidden',
  stateNames: ['hidden'],

  forward(ops, { read, product, previous, replace = asComputed }) {
    const sum = ops.add(read('weight_ih'), product('weight_hh', previous.hidden));
    const preactivation = replace('preactivation', sum);
    const hidden = replace('hidden', ops.tanh(preactivation));
    return { state: { hidden }, components: { preactivation, hidden } };
  },
} as const satisfies Cell;
