/** Stochastic gradient descent, with momentum if asked. Source: Robbins & Monro 1951; Polyak 1964. */
import { valueNamed } from '../../models/program.ts';
import { decay, defineOptimizer, descend, rateOnly } from './optimizer.ts';

export const sgd = defineOptimizer({
  name: 'sgd',
  // PyTorch's 1e-3 hardly moves a recurrent network.
  learningRate: 0.1,
  keys: { momentum: decay(0).describe('Share of the last step that is kept') },
  rule({ momentum }) {
    if (momentum === 0) {
      return {
        slots: [],
        kernel: { name: 'descent', settings: [], scalars: ['rate'] },
        scalars: rateOnly,
        update: (ops, { parameter, gradient, scalars }) => ({
          parameter: descend(ops, parameter, gradient, scalars),
          slots: {},
        }),
      };
    }
    return {
      slots: ['velocity'],
      kernel: { name: 'momentum', settings: [momentum], scalars: ['rate'] },
      scalars: rateOnly,
      update(ops, { parameter, gradient, slots, scalars }) {
        const velocity = ops.add(ops.mul(valueNamed(slots, 'velocity'), ops.scalar(momentum)), gradient);
        return { parameter: descend(ops, parameter, velocity, scalars), slots: { velocity } };
      },
    };
  },
});
