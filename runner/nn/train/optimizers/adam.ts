/** Adam. Source: Kingma & Ba 2015. */
import { valueNamed } from '../../models/program.ts';
import { averaged, decay, defineOptimizer, descend, epsilon, movingAverage, normalized } from './optimizer.ts';

export const adam = defineOptimizer({
  name: 'adam',
  // The project's own.
  learningRate: 2e-3,
  keys: {
    beta1: decay(0.9).describe('Decay of the mean gradient'),
    beta2: decay(0.999).describe('Decay of the mean squared gradient'),
    epsilon: epsilon(1e-8),
  },
  rule({ beta1, beta2, epsilon: small }) {
    return {
      slots: ['mean', 'square'],
      kernel: { name: 'adam', settings: [...averaged(beta1), ...averaged(beta2)], scalars: ['rate', 'epsilon'] },
      // The bias corrections, moved from the two averages into the rate and epsilon.
      scalars(step, learningRate) {
        const correction = Math.sqrt(1 - beta2 ** step);
        return { rate: (learningRate * correction) / (1 - beta1 ** step), epsilon: small * correction };
      },
      update(ops, { parameter, gradient, slots, scalars }) {
        const mean = movingAverage(ops, valueNamed(slots, 'mean'), gradient, beta1);
        const square = movingAverage(ops, valueNamed(slots, 'square'), ops.mul(gradient, gradient), beta2);
        const direction = normalized(ops, mean, square, valueNamed(scalars, 'epsilon'));
        return { parameter: descend(ops, parameter, direction, scalars), slots: { mean, square } };
      },
    };
  },
});
