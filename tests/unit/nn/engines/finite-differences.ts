/**
 * The gradient that a training step takes beside the change of the loss when the weights of one parameter are moved along drawn
 * directions, as in the fast mode of PyTorch's gradcheck: what is wrong in one of them, or in many, is wrong along each.
 */

import { at } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Architecture } from '../../../../runner/nn/models/architecture.ts';
import { parametersOf } from '../../../../runner/nn/models/reading.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { optimizer } from '../../../../runner/nn/train/optimizers/optimizers.ts';
import { maskShapes, type TrainingStep, trainingProgram } from '../../../../runner/nn/train/training-program.ts';
import { held, released } from '../../../../runner/nn/train/transposed.ts';

/** Of each parameter. */
const directions = 4;
/** Small enough that the third derivatives along a direction count for nothing. */
const width = 2 ** -12;

/**
 * Of a small network, over all parameters, by the reference engine.
 * @returns the largest distance, nats, and whose it is: 'rnn.weight_ih_l0, direction 3'.
 */
export async function largestDifference(
  shape: Partial<Architecture>,
  settings: Partial<TrainingStep> = {},
): Promise<{ difference: number; parameter: string }> {
  const architecture: Architecture = { cell: 'lstm', layers: 1, units: 3, embedding: 2, vocabulary: 5, ...shape };
  // Plain gradient descent with rate 1 from w to w - gradient gives the gradient back.
  const step: TrainingStep = {
    architecture,
    objective: 'every',
    batch: 2,
    steps: 3,
    optimizer: optimizer({ name: 'sgd' }),
    clipNorm: null,
    clipValue: null,
    trainEmbedding: true,
    dropout: 0,
    carry: false,
    ...settings,
  };
  // Seeds by which no value of a minGRU or a rectified RNN stands beside 0, where its slope leaps.
  const source = random(10);
  // Vectors begin at 0, where a product with them has no slope.
  const weights = Object.fromEntries(
    Object.entries(initialWeights(architecture, { normal: 0.5 }, 3)).map(([name, { shape, data }]) => [
      name,
      { shape, data: data.map((value) => value + 0.3 * source.normal()) },
    ]),
  );
  const tokens = Int32Array.from({ length: 6 }, () => source.below(5));
  const targets = Int32Array.from({ length: step.objective === 'last' ? 2 : 6 }, () => source.below(5));
  const masks: Record<string, Uint8Array> = {};
  for (const [name, [rows = 0, columns = 0]] of Object.entries(maskShapes(step))) {
    masks[name] = Uint8Array.from({ length: rows * columns }, () => (source.uniform() < step.dropout ? 0 : 1));
  }
  if (step.dropout > 0 && !masks['mask.0']?.includes(0)) throw new Error('the dropout of this seed drops nothing');
  const executable = await referenceEngine.compile(trainingProgram(step));
  const keep: Record<string, Float32Array> = step.dropout > 0 ? { keep: Float32Array.of(1 / (1 - step.dropout)) } : {};
  const load = async (changed: typeof weights) => {
    for (const [name, { shape, data }] of Object.entries(changed))
      await executable.writeState(name, held(name, shape, data));
  };
  const lossAt = async (changed: typeof weights) => {
    await load(changed);
    const { loss } = await executable.run({ tokens, targets, rate: Float32Array.of(0), ...masks, ...keep });
    return loss?.[0] ?? NaN;
  };
  await load(weights);
  await executable.run({ tokens, targets, rate: Float32Array.of(1), ...masks, ...keep });
  const analytic: Record<string, Float32Array> = {};
  for (const name of Object.keys(parametersOf(architecture))) {
    const after = released(name, weights[name]?.shape ?? [], await executable.readState(name));
    analytic[name] = (weights[name]?.data ?? after).map((before, i) => before - (after[i] ?? NaN));
  }
  let largest = { difference: -1, parameter: '' };
  for (const [name, tensor] of Object.entries(weights)) {
    for (let d = 1; d <= directions; d++) {
      const along = tensor.data.map(() => source.normal());
      const moved = (change: number) => Float32Array.from(tensor.data, (value, i) => value + change * at(along, i));
      const [up, down] = [moved(width), moved(-width)];
      const lossOf = (data: Float32Array<ArrayBuffer>) => lossAt({ ...weights, [name]: { ...tensor, data } });
      const change = (await lossOf(up)) - (await lossOf(down));
      // By what single precision made of the two, which is not quite what was asked for.
      const expected = tensor.data.reduce(
        (sum, _, i) => sum + (at(up, i) - at(down, i)) * (analytic[name]?.[i] ?? Number.NaN),
        0,
      );
      const difference = Math.abs(change - expected) / (2 * width);
      // What is no number is the largest of all.
      if (Number.isNaN(difference)) return { difference, parameter: `${name}, direction ${d}` };
      if (difference > largest.difference) largest = { difference, parameter: `${name}, direction ${d}` };
    }
  }
  return largest;
}
