/** Adadelta. Source: Zeiler 2012. */
import { valueNamed } from '../../models/program.ts';
import { averaged, decay, defineOptimizer, descend, epsilon, movingAverage, rateOnly } from './optimizer.ts';

export const adadelta = defineOptimizer({
  name: 'adadelta',
  learningRate: 1,
  keys: { rho: decay(0.95).describe('Decay of both averages'), epsilon: epsilon(1e-6) },
  rule({ rho, epsilon: small }) {
    return {
      slots: ['square', 'change'],
      kernel: { name: 'adadelta', settings: [...averaged(rho), small], scalars: ['rate'] },
      scalars: rateOnly,
      update(ops, { parameter, gradient, slots, scalars }) {
        const bias = ops.scalar(small);
        const square = movingAverage(ops, valueNamed(slots, 'square'), ops.mul(gradient, gradient), rho);
        const change = valueNamed(slots, 'change');
        const ratio = ops.div(ops.sqrt(ops.add(change, bias)), ops.sqrt(ops.add(square, bias)));
        const direction = ops.mul(ratio, gradient);
        return {
          parameter: descend(ops, parameter, direction, scalars),
          slots: { square, change: movingAverage(ops, change, ops.mul(direction, direction), rho) },
        };
      },
    };
  },
});
