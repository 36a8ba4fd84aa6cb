/**
 * The gradient that a training step takes beside the change of the loss when the weights of one parameter are moved along drawn
 * directions, as in the fast mode of PyTorch's gradcheck: what is wrong in one of them, or in many, is wrong along each.
 */
import { expect, it } from 'vitest';
import { at } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Architecture } from '../../../../runner/nn/models/architecture.ts';
import { cellNames, cells } from '../../../../runner/nn/models/cells/cells.ts';
import { mapValues } from '../../../../runner/nn/models/program.ts';
import type { Weights } from '../../../../runner/nn/models/reading.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { optimizer } from '../../../../runner/nn/train/optimizers/optimizers.ts';
import { createTrainer } from '../../../../runner/nn/train/trainer.ts';
import { predictedRows, type TrainingStep } from '../../../../runner/nn/train/training-program.ts';

/** Of each parameter. */
const directions = 2;
/** Small enough that the third derivatives along a direction count for nothing. */
const width = 2 ** -12;

/** Plain gradient descent with rate 1 from w to w - gradient gives the gradient back. */
const plain: Omit<TrainingStep, 'architecture'> = {
  ...({ objective: 'every', batch: 2, steps: 3, optimizer: optimizer({ name: 'sgd' }) } as const),
  clipNorm: null,
  clipValue: null,
  trainEmbedding: true,
  dropout: 0,
  carry: false,
};

/**
 * Of a small network, over all parameters, by the reference engine.
 * @returns the largest distance, nats, and whose it is: 'rnn.weight_ih_l0, direction 3'.
 */
async function largestDifference(
  shape: Partial<Architecture>,
  settings: Partial<TrainingStep> = {},
): Promise<{ difference: number; parameter: string }> {
  const architecture: Architecture = { cell: 'lstm', layers: 1, units: 3, embedding: 2, vocabulary: 5, ...shape };
  // Seeds by which no value of a minGRU or a rectified RNN stands beside 0, where its slope leaps.
  const source = random(10);
  // Vectors begin at 0, where a product with them has no slope.
  const weights = mapValues(initialWeights(architecture, { normal: 0.5 }, 3), ({ shape, data }) => ({
    shape,
    data: data.map((value) => value + 0.3 * source.normal()),
  }));
  const step: TrainingStep = { ...plain, architecture, ...settings };
  const ids = (length: number) => Int32Array.from({ length }, () => source.below(5));
  const batch = { tokens: ids(step.steps * step.batch), targets: ids(predictedRows(step)) };
  const trained = async (from: Weights, learningRate: number) => {
    const trainer = await createTrainer(referenceEngine, step, { weights: from, seed: 0 });
    const [outcome] = await trainer.train([{ batch, learningRate }]);
    return { loss: outcome?.loss ?? Number.NaN, after: await trainer.parameters() };
  };
  const { after } = await trained(weights, 1);
  let largest = { difference: -1, parameter: '' };
  for (const [name, tensor] of Object.entries(weights)) {
    const gradient = tensor.data.map((before, i) => before - at(after[name]?.data ?? [], i));
    for (let d = 1; d <= directions; d++) {
      const along = tensor.data.map(() => source.normal());
      const moved = (change: number) => tensor.data.map((value, i) => value + change * at(along, i));
      const [up, down] = [moved(width), moved(-width)];
      const lossOf = async (data: Float32Array) => (await trained({ ...weights, [name]: { ...tensor, data } }, 0)).loss;
      const change = (await lossOf(up)) - (await lossOf(down));
      // By what single precision made of the two, which is not quite what was asked for.
      const expected = gradient.reduce((sum, slope, i) => sum + (at(up, i) - at(down, i)) * slope, 0);
      const difference = Math.abs(change - expected) / (2 * width);
      // What is no number is the largest of all.
      if (Number.isNaN(difference)) return { difference, parameter: `${name}, direction ${d}` };
      if (difference > largest.difference) largest = { difference, parameter: `${name}, direction ${d}` };
    }
  }
  return largest;
}

it.each<[string, ...Parameters<typeof largestDifference>]>([
  ['lstm of two layers with dropout', { cell: 'lstm', layers: 2 }, { dropout: 0.3 }],
  ['lstm whose gates are squashed by lines', { cell: 'lstm', recurrentActivation: 'hard_sigmoid' }],
  ['gru with residuals, dropout', { cell: 'gru', layers: 3, residual: true }, { dropout: 0.3 }],
  [
    'projected lstm with residuals, last position only',
    { cell: 'lstm', layers: 3, units: [3, 4, 3], projection: 2, residual: true },
    { objective: 'last', dropout: 0.2 },
  ],
  ['gru of layers of 4 and 2, with dropout', { cell: 'gru', layers: 2, units: [4, 2] }, { dropout: 0.3 }],
  ...cellNames.flatMap((cell): [string, ...Parameters<typeof largestDifference>][] => [
    [`${cell} of two layers`, { cell, layers: 2 }],
    [`one-hot ${cell}, last position only`, { cell, embedding: 0 }, { objective: 'last', dropout: 0.5 }],
    ...(cells[cell].projects ? [[`projected ${cell}`, { cell, layers: 2, projection: 2 }] as [string, object]] : []),
  ]),
])('the gradient of every parameter equals the finite difference of the loss: %s', async (_name, shape, settings) => {
  const { difference, parameter } = await largestDifference(shape, settings);
  expect(difference, parameter).toBeLessThan(2e-6);
});
