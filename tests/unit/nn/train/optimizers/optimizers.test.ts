import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { referenceOperations } from '../../../../../runner/nn/engines/reference/engine.ts';
import { optimizer, optimizerNames, optimizers } from '../../../../../runner/nn/train/optimizers/optimizers.ts';

const vector = (...values: number[]) => ({ shape: [values.length], data: Float64Array.from(values) });

describe('the optimizers', () => {
  it('have PyTorch’s defaults for their own keys', () => {
    const defaults = Object.fromEntries(
      optimizerNames.map((name) => [name, z.object({ ...optimizers[name].keys }).parse({})]),
    );
    // rmsprop's alpha is 0.9 as Keras has it; PyTorch's is 0.99.
    expect(defaults).toEqual({
      sgd: { momentum: 0 },
      adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      rmsprop: { alpha: 0.9, epsilon: 1e-8 },
      adagrad: { epsilon: 1e-10 },
      adadelta: { rho: 0.95, epsilon: 1e-6 },
    });
  });

  it.each(optimizerNames)('%s is registered under its own name and keeps what it says it keeps', (name) => {
    expect(optimizers[name].name).toBe(name);
    const { slots, scalars, update } = optimizer({ name });
    const zeros = Object.fromEntries(slots.map((slot) => [slot, vector(0)]));
    const given = Object.fromEntries(
      Object.entries(scalars(1, 0.1)).map(([key, value]) => [key, referenceOperations.scalar(value)]),
    );
    const after = update(referenceOperations, {
      parameter: vector(1),
      gradient: vector(2),
      slots: zeros,
      scalars: given,
    });
    expect(Object.keys(after.slots)).toEqual(slots);
    expect(after.parameter.data[0]).toBeLessThan(1);
  });

  it('moves with momentum as computed by hand', () => {
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

  it('refuse a value that a key cannot have', () => {
    expect(() => optimizer({ name: 'sgd', momentum: 1 })).toThrow(z.ZodError);
  });
});
