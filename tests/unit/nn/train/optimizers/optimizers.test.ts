import { expect, it } from 'vitest';
import { referenceOperations } from '../../../../../runner/nn/engines/reference/engine.ts';
import { optimizer } from '../../../../../runner/nn/train/optimizers/optimizers.ts';

const vector = (...values: number[]) => ({ shape: [values.length], data: Float64Array.from(values) });

it('the optimizers move with momentum as computed by hand', () => {
  const { slots, update } = optimizer({ name: 'sgd', momentum: 0.5 });
  expect(slots).toEqual(['velocity']);
  const after = update(referenceOperations, {
    parameter: vector(1),
    gradient: vector(2),
    slots: { velocity: vector(4) },
    scalars: { rate: vector(0.1) },
  });
  // velocity 0.5 x 4 + 2 = 4, parameter 1 - 0.1 x 4.
  expect(after.slots.velocity?.data[0]).toBe(4);
  expect(after.parameter.data[0]).toBeCloseTo(0.6, 12);
});
