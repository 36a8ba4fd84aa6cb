import { expect, it } from 'vitest';
import { z } from 'zod';
import { referenceOperations } from '../../../../../runner/nn/engines/reference/engine.ts';
import { mapValues } from '../../../../../runner/nn/models/program.ts';
import { optimizer, optimizers } from '../../../../../runner/nn/train/optimizers/optimizers.ts';

const vector = (...values: number[]) => ({ shape: [values.length], data: Float64Array.from(values) });

it('the optimizers have PyTorch’s defaults for their own keys', () => {
  const defaults = mapValues(optimizers, ({ keys }) => z.object({ ...keys }).parse({}));
  // rmsprop's alpha is 0.9 as Keras has it; PyTorch's is 0.99.
  expect(defaults).toEqual({
    sgd: { momentum: 0 },
    adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    rmsprop: { alpha: 0.9, epsilon: 1e-8 },
    adagrad: { epsilon: 1e-10 },
    adadelta: { rho: 0.95, epsilon: 1e-6 },
  });
});

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

it('the optimizers refuse a value that a key cannot have', () => {
  expect(() => optimizer({ name: 'sgd', momentum: 1 })).toThrow(z.ZodError);
});
