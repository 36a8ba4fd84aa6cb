/** Elman's recurrent network: p = W x + U h + b; h = tanh(p). Source: Elman 1990. */
import { asComputed, type Cell, needed, squashed } from './cell.ts';

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

  forward(ops, { projected, recurrent, previous, replace = asComputed }) {
    const preactivation = replace('preactivation', ops.add(projected, recurrent));
    const hidden = replace('hidden', ops.tanh(preactivation));
    return { previous, state: { hidden }, components: { preactivation, hidden }, extra: {} };
  },

  backward(ops, { components }, dHidden) {
    const hidden = needed(components.hidden, 'hidden');
    const projected = ops.mul(dHidden, ops.sub(ops.scalar(1), ops.mul(hidden, hidden)));
    return { projected, recurrent: projected, state: {} };
  },
} as const satisfies Cell;
