import { expect, it } from 'vitest';
import { bestEpoch, type EpochPoint, outOfPatience } from '../../../../runner/nn/train/learning-curve.ts';

const point = (epoch: number, validationLoss: number): EpochPoint => ({
  epoch,
  trainingLoss: 0,
  validationLoss,
  validationAccuracy: 1 - validationLoss,
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
