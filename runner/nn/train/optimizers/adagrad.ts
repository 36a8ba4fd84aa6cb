/** Adagrad. Source: Duchi, Hazan & Singer 2011. */
import { valueNamed } from '../../models/program.ts';
import { defineOptimizer, descend, epsilon, normalized, rateOnly } from './optimizer.ts';

export const adagrad = defineOptimizer({
  name: 'adagrad',
  learningRate: 1e-2,
  keys: { epsilon: epsilon(1e-10) },
  rule({ epsilon: small }) {
    return {
      slots: ['sum'],
      kernel: { name: 'adagrad', settings: [small], scalars: ['rate'] },
      scalars: rateOnly,
      update(ops, { parameter, gradient, slots, scalars }) {
        const sum = ops.add(valueNamed(slots, 'sum'), ops.mul(gradient, gradient));
        const direction = normalized(ops, gradient, sum, ops.scalar(small));
        return { parameter: descend(ops, parameter, direction, scalars), slots: { sum } };
      },
    };
  },
});
