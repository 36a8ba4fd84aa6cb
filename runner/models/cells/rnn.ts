/** Elman's recurrent network: p = W x + U h + b; h = tanh(p). Source: Elman 1990. */
import { asComputed, type Cell, squashed } from './cell.ts';

export const rnn = {
  name: 'rnn',
  pytorch: 'RNN',
  gates: 1,
  components: {
    preactivation: { name: 'preactivation', symbol: 'p', range: null, formula: 'p = W x + U h′ + b' },
    hidden: { name: 'hidden state', symbol: 'h', range: squashed, formula: 'h = tanh(p)' },
  },
  defaultComponent: 'hidden',
  stateNames: ['hidden'],

  forward(ops, { projected, recurrent, replace = asComputed }) {
    const preactivation = replace('preactivation', ops.add(projected, recurrent));
    const hidden = replace('hidden', ops.tanh(preactivation));
    return { state: { hidden }, components: { preactivation, hidden } };
  },
} as const satisfies Cell;
