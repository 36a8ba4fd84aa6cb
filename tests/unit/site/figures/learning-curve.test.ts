import { expect, test } from 'vitest';
import { accuracySvg, lossSvg } from '../../../../site/figures/learning-curve.ts';

const epoch = (number: number) => ({
  epoch: number,
  trainingLoss: 8 / (number + 1),
  validationLoss: 8.5 / (number + 1),
  validationAccuracy: 0.1 * number,
  learningRate: 1e-3,
  seconds: 60,
});
const curve = { epochs: [0, 1, 2].map(epoch), bestEpoch: 1, smoothed: { epoch: [], loss: [] } };

test('every epoch has a dot, and the best one a second, larger one', () => {
  for (const svg of [lossSvg(curve), accuracySvg(curve)]) {
    expect(svg.match(/<circle/g)?.length).toBe(4);
    expect(svg.match(/r="5"/g)?.length).toBe(1);
    expect(svg).not.toContain('NaN');
  }
});

test('a single epoch can be drawn', () => {
  expect(lossSvg({ ...curve, epochs: [epoch(0)], bestEpoch: 0 })).not.toContain('NaN');
});
