import { describe, expect, it } from 'vitest';
import { InputError } from '../../../../runner/core/errors.ts';
import { onnxEngine } from '../../../../runner/engines/onnx/engine.ts';
import { referenceOperations } from '../../../../runner/engines/reference/operations.ts';
import { withRecurrentActivation } from '../../../../runner/models/cells/recurrent-activation.ts';
import { loadCheckpoint } from '../../../../runner/models/checkpoint.ts';
import { optimizer } from '../../../../runner/training/optimizers/optimizers.ts';
import { createTrainer } from '../../../../runner/training/trainer.ts';
import { fixture } from '../../engines/fixture.ts';

const at = [-4, -3, -2.5, -1, 0, 1, 2.5, 3, 4];
const values = { shape: [1, at.length], data: Float64Array.from(at) };

describe('the squashing of the gates', () => {
  // clip(0.2 x + 0.5, 0, 1) and clip(x / 6 + 0.5, 0, 1), by hand.
  it.each([
    ['hard_sigmoid', [0, 0, 0, 0.3, 0.5, 0.7, 1, 1, 1]],
    ['hard_sigmoid_keras_3', [0, 0, 1 / 12, 1 / 3, 0.5, 2 / 3, 11 / 12, 1, 1]],
  ] as const)('%s is a line between 0 and 1', (name, wanted) => {
    const { data } = withRecurrentActivation(referenceOperations, name).sigmoid(values);
    data.forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 12);
    });
  });

  it('is the sigmoid when nothing is said', () => {
    expect(withRecurrentActivation(referenceOperations)).toBe(referenceOperations);
  });

  it('refuses to be trained through where its derivative is not known', async () => {
    const { architecture, weights } = await loadCheckpoint(fixture('lstm'));
    const plan = {
      architecture: { ...architecture, recurrentActivation: 'hard_sigmoid' as const },
      objective: 'every' as const,
      batch: 2,
      steps: 3,
      optimizer: optimizer({ name: 'sgd' }),
      clipNorm: null,
      clipValue: null,
      trainEmbedding: true,
      dropout: 0,
      carry: false,
    };
    const attempt = createTrainer(onnxEngine(), plan, { weights, seed: 0 });
    await expect(attempt).rejects.toThrow(InputError);
    await expect(attempt).rejects.toThrow(/hard_sigmoid gates cannot be trained further.*train\.continue/);
  });
});
