/** RMSprop. Source: Hinton's lecture 6e, 2012. */
import { valueNamed } from '../../models/program.ts';
import {
  averaged,
  decay,
  defineOptimizer,
  descend,
  epsilon,
  movingAverage,
  normalized,
  rateOnly,
} from './optimizer.ts';

export const rmsprop = defineOptimizer({
  name: 'rmsprop',
  learningRate: 1e-2,
  keys: { alpha: decay(0.9).describe('Decay of the mean squared gradient'), epsilon: epsilon(1e-8) },
  rule({ alpha, epsilon: small }) {
    return {
      slots: ['square'],
      kernel: { name: 'rmsprop', settings: [...averaged(alpha), small], scalars: ['rate'] },
      scalars: rateOnly,
      update(ops, { parameter, gradient, slots, scalars }) {
        const square = movingAverage(ops, valueNamed(slots, 'square'), ops.mul(gradient, gradient), alpha);
        const direction = normalized(ops, gradient, square, ops.scalar(small));
        return { parameter: descend(ops, parameter, direction, scalars), slots: { square } };
      },
    };
  },
});
