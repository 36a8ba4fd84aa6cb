/** Elman's recurrent network with the rectifier: p = W x + U h + b; h = max(p, 0). Source: Le et al. 2015 (without its first weights). */
import type { Cell } from './cell.ts';

export const rnnRelu = {
  label: 'RNN (rectified)',
  about: 'The RNN whose hidden state is the preactivation where that is above 0, and 0 elsewhere.',
  pytorch: 'RNN',
  pytorchArguments: "nonlinearity='relu'",
  components: {
    preactivation: { name: 'preactivation', symbol: 'p', range: null, formula: 'p = W x + U h′ + b' },
    hidden: { name: 'hidden state', symbol: 'h', range: null, formula: 'h = max(p, 0)' },
  },
  projects: true,
  defaultComponent: 'hidden',

  forward({ ops, affine, state, hook }) {
    const sum = ops.add(affine('ih', 1), affine('hh', 1, state('hidden')));
    return { hidden: hook('hidden', ops.maximum(hook('preactivation', sum), ops.scalar(0))) };
  },
} as const satisfies Cell;
