/** Elman's recurrent network: p = W x + U h + b; h = tanh(p). Source: Elman 1990. */
import { type Cell, squashed } from './cell.ts';

export const rnn = {
  label: 'RNN',
  about: 'No gates: at every step the hidden state is made anew, as the tanh of the preactivation.',
  pytorch: 'RNN',
  components: {
    preactivation: { name: 'preactivation', symbol: 'p', range: null, formula: 'p = W x + U h′ + b' },
    hidden: { name: 'hidden state', symbol: 'h', range: squashed, formula: 'h = tanh(p)' },
  },
  projects: true,
  defaultComponent: 'hidden',

  forward({ ops, affine, state, hook }) {
    const sum = ops.add(affine('ih', 1), affine('hh', 1, state('hidden')));
    return { hidden: hook('hidden', ops.tanh(hook('preactivation', sum))) };
  },
} as const satisfies Cell;
