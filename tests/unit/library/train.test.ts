/** Training as a program asks for it: a loss of its own, the optimizer's state from one call to the next, and how it is heard and stopped. */
import { describe, expect, it } from 'vitest';
import { at } from '../../../runner/core/at.ts';
import { Interrupted } from '../../../runner/core/errors.ts';
import { random } from '../../../runner/core/random.ts';
import type { TrainOptions } from '../../../runner/library/tasks.ts';
import type { Checkpoint } from '../../../runner/nn/models/checkpoint.ts';
import type { Operations } from '../../../runner/nn/models/operations.ts';
import { initialWeights } from '../../../runner/nn/train/initialization.ts';
import type { TrainingLoss } from '../../../runner/nn/train/training-program.ts';
import { opened } from '../nn/models/readers/reference-networks.ts';

const architecture = { cell: 'gru', layers: 1, units: 8, embedding: 4, vocabulary: 5 } as const;
const checkpoint: Checkpoint = {
  architecture,
  vocabulary: [...'abcd '],
  unit: 'character',
  weights: initialWeights(architecture, 'glorot', 2),
};
const draw = random(6);
const documents = Array.from({ length: 40 }, () =>
  Array.from({ length: 60 }, () => ['ab', 'cd', 'abc', ' '][draw.below(4)] ?? '').join(''),
);
/** Each step the same, whatever stood before. */
const plain = {
  batch: 4,
  window: 8,
  dropout: 0,
  shuffle: false,
  patience: null,
  optimizer: { name: 'adam', learningRate: 0.01, schedule: 'constant', warmUp: 0 },
  corpus: { heldOut: 0.05, validation: 0.1 },
} as const satisfies TrainOptions;

async function trained(...calls: TrainOptions[]) {
  const model = await opened(checkpoint);
  const curves = [];
  for (const options of calls) curves.push(await model.train(documents, { ...plain, ...options }));
  const { weights } = model.checkpoint;
  return { curves, weights: Object.values(weights).flatMap(({ data }) => [...data]) };
}
const mean: TrainingLoss = (ops, logits, targets) => {
  const { loss } = ops.softmaxCrossEntropy(logits, targets);
  return ops.div(ops.reduceSum(loss), ops.scalar(at(ops.shapeOf(loss), 0)));
};

describe('a loss of one’s own', () => {
  it('that is the mean cross-entropy trains as the usual one does', async () => {
    const [usual, own] = [await trained({ epochs: 1 }), await trained({ epochs: 1, loss: mean })];
    own.weights.forEach((value, i) => {
      expect(value).toBeCloseTo(at(usual.weights, i), 5);
    });
    expect(own.curves[0]?.epochs[1]?.trainingLoss).toBeCloseTo(usual.curves[0]?.epochs[1]?.trainingLoss ?? 0, 5);
  });

  it('does what it asks for: logits that cost become small', async () => {
    const costly = <T>(ops: Operations<T>, logits: T): T => ops.mul(ops.sumOfSquares(logits), ops.scalar(1));
    const size = async (loss?: TrainingLoss) => {
      const model = await opened(checkpoint);
      await model.train(documents, { ...plain, epochs: 3, ...(loss && { loss }) });
      const { logits } = await model.read('abcd', { logits: true });
      return Math.hypot(...logits);
    };
    expect(await size(costly)).toBeLessThan(0.2 * (await size()));
  });

  it('that is not one number is refused', async () => {
    const rows: TrainingLoss = (ops, logits, targets) => ops.softmaxCrossEntropy(logits, targets).loss;
    await expect(trained({ epochs: 1, loss: rows })).rejects.toMatchObject({ code: 'loss-unusable' });
  });
});

describe("the optimizer's state", () => {
  it('goes on: two trainings of an epoch are one of two', async () => {
    const model = await opened(checkpoint);
    const { state } = await model.train(documents, { ...plain, epochs: 1 });
    await model.train(documents, { ...plain, epochs: 1, state });
    const both = Object.values(model.checkpoint.weights).flatMap(({ data }) => [...data]);
    const [once, anew] = [await trained({ epochs: 2 }), await trained({ epochs: 1 }, { epochs: 1 })];
    const apart = (weights: readonly number[]) => Math.max(...both.map((value, i) => Math.abs(value - at(weights, i))));
    expect(once.curves[0]?.bestEpoch).toBe(2);
    expect(apart(once.weights)).toBeLessThan(1e-6);
    expect(apart(anew.weights)).toBeGreaterThan(1e-3);
    const { sgd } = { sgd: { optimizer: { name: 'sgd', momentum: 0.9 } } } as const;
    await expect(model.train(documents, { ...plain, ...sgd, state })).rejects.toMatchObject({ code: 'state-unusable' });
    await expect(model.train(documents, { ...plain, state: { ...state, steps: -1 } })).rejects.toThrow(
      /after -1 steps/,
    );
  });
});

it('a training is heard, and stopped it leaves the model as it was', async () => {
  const model = await opened(checkpoint);
  const shares: number[] = [];
  const stop = new AbortController();
  const onProgress = (share: number, text: string) => {
    if (!text.startsWith('epoch')) return;
    shares.push(share);
    if (share > 0.3) stop.abort();
  };
  await expect(model.train(documents, { ...plain, epochs: 2, onProgress, signal: stop.signal })).rejects.toThrow(
    Interrupted,
  );
  expect(shares.length).toBeGreaterThan(1);
  expect(shares.at(-1)).toBeLessThan(0.9);
  expect(model.checkpoint).toBe(checkpoint);
});
