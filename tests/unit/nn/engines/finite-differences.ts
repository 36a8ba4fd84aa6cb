/**
 * The gradient that a training step takes beside the change of the loss when the weights of one parameter are moved along drawn
 * directions, as in the fast mode of PyTorch's gradcheck: what is wrong in one of them, or in many, is wrong along each.
 */

import { at } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Architecture } from '../../../../runner/nn/models/architecture.ts';
import { mapValues } from '../../../../runner/nn/models/program.ts';
import type { Weights } from '../../../../runner/nn/models/reading.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { optimizer } from '../../../../runner/nn/train/optimizers/optimizers.ts';
import { createTrainer } from '../../../../runner/nn/train/trainer.ts';
import { predictedRows, type TrainingStep } from '../../../../runner/nn/train/training-program.ts';

/** Of each parameter. */
const directions = 4;
/** Small enough that the third derivatives along a direction count for nothing. */
const width = 2 ** -12;

/** Plain gradient descent with rate 1 from w to w - gradient gives the gradient back. */
const plain: Omit<TrainingStep, 'architecture'> = {
  ...({ objective: 'every', batch: 2, steps: 3, optimizer: optimizer({ name: 'sgd' }) } as const),
  ...{ clipNorm: null, clipValue: null, trainEmbedding: true, dropout: 0, carry: false },
};

/**
 * Of a small network, over all parameters, by the reference engine.
 * @returns the largest distance, nats, and whose it is: 'rnn.weight_ih_l0, direction 3'.
 */
export async function largestDifference(
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
