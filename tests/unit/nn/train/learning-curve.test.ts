import { expect, it } from 'vitest';
import { bestEpoch, type EpochPoint, outOfPatience } from '../../../../runner/nn/train/learning-curve.ts';
import { learningRateAt, type TrainingSettings } from '../../../../runner/nn/train/train.ts';

const point = (epoch: number, validationLoss: number): EpochPoint => ({
  epoch,
  validationLoss,
  validationAccuracy: 1 - validationLoss,
  trainingLoss: 0,
  learningRate: 0,
  seconds: 0,
});
/** The last epoch that is trained, with these validation losses of epochs 1, 2, ... */
function lastEpoch(losses: readonly number[], patience: number | null): number {
  const epochs: EpochPoint[] = [point(0, 9)];
  for (const [index, loss] of losses.entries()) {
    epochs.push(point(index + 1, loss));
    const curve = { epochs, bestEpoch: bestEpoch(epochs.slice(1), 'loss'), smoothed: { epoch: [], loss: [] } };
    if (outOfPatience(curve, patience)) break;
  }
  return epochs.length - 1;
}

// Keras' EarlyStopping: an epoch that is no improvement adds 1 to `wait`, and training ends when wait >= patience. By hand.
it.each([
  { losses: [0.5, 0.6, 0.6, 0.6], patience: 1, last: 2 },
  { losses: [0.5, 0.6, 0.6, 0.6], patience: 2, last: 3 },
  { losses: [0.5, 0.6, 0.4, 0.6, 0.6, 0.6], patience: 2, last: 5 },
  { losses: [0.5, 0.5, 0.5], patience: 2, last: 3 },
  { losses: [0.5, 0.4, 0.3], patience: 1, last: 3 },
  { losses: [0.5, 0.6, 0.7, 0.8], patience: null, last: 4 },
])('with patience $patience the losses $losses end after epoch $last', ({ losses, patience, last }) => {
  expect(lastEpoch(losses, patience)).toBe(last);
});

type Schedule = TrainingSettings['optimizer']['schedule'];
it.each<[what: string, Schedule, warmUp: number, ...byStep: [step: number, rate: number][]]>([
  ['stays', 'constant', 0, [100, 2]],
  ['falls on a line', 'linear', 0, [50, 2 * 0.525], [100, 0.1]],
  ['falls on a cosine', 'cosine', 0, [25, 2 * (0.05 + 0.95 * (0.5 + Math.SQRT1_2 / 2))], [50, 2 * 0.525], [100, 0.1]],
  ['rises while it warms up, and stays', 'constant', 10, [1, 0.2], [10, 2]],
  ['rises while it warms up to a line', 'linear', 10, [10, 2]],
  ['rises while it warms up to a cosine', 'cosine', 10, [5, 1]],
])('the learning rate %s', (_what, schedule, warmUp, ...byStep) => {
  for (const [step, rate] of byStep)
    expect(learningRateAt({ learningRate: 2, schedule, warmUp }, step, 100)).toBeCloseTo(rate, 12);
});
