/** Elman's recurrent network: p = W x + U h + b; h = tanh(p). Source: Elman 1990. */
import { type Cell, pytorchParameters, squashed } from './cell.ts';

export const rnn = {
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

  forward({ ops, read, product, state, tap }) {
    const sum = ops.add(read('weight_ih'), product('weight_hh', state('hidden')));
    return { hidden: tap('hidden', ops.tanh(tap('preactivation', sum))) };
  },
} as const satisfies Cell;
