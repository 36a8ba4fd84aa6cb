/** Elman's recurrent network with the rectifier: p = W x + U h + b; h = max(p, 0). Source: Le et al. 2015 (without its first weights). */
import { asComputed, type Cell, pytorchParameters } from './cell.ts';

export const rnnRelu = {
  name: 'rnn-relu',
  label: 'RNN (rectified)',
  about: 'The RNN whose hidden state is the preactivation where that is above 0, and 0 elsewhere.',
  pytorch: 'RNN',
  pytorchArguments: "nonlinearity='relu'",
  parameters: pytorchParameters(1),
  components: {
    preactivation: { name: 'preactivation', symbol: 'p', range: null, formula: 'p = W x + U h′ + b' },
    hidden: { name: 'hidden state', symbol: 'h', range: null, formula: 'h = max(p, 0)' },
  },
  projects: true,
  defaultComponent: 'hidden',
  stateNames: ['hidden'],

  forward(ops, { read, product, previous, replace = asComputed }) {
    const sum = ops.add(read('weight_ih'), product('weight_hh', previous.hidden));
    const preactivation = replace('preactivation', sum);
    const hidden = replace('hidden', ops.maximum(preactivation, ops.scalar(0)));
    return { state: { hidden }, components: { preactivation, hidden } };
  },
} as const satisfies Cell;
