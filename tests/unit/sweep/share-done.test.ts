import { expect, it } from 'vitest';
import { shareDone } from '../../../runner/sweep/halving.ts';

// 9 trials of 1 epoch, 3 that go on to epoch 3, 1 to epoch 9: 9 + 3 * 2 + 1 * 6 = 21 epochs.
const halved = { trials: 9, halving: { epochs: [1, 3, 9], keep: 0.34 } };

it.each([
  ['where nothing is halved, by trials', { trials: 10, halving: null }, [4], 4 / 10],
  ['counts the epochs of later rungs, for fewer trials each', halved, [1, 0, 0], 1 / 21],
  ['counts what is done of a later rung', halved, [9, 1, 0], 11 / 21],
  ['ends at all', halved, [9, 3, 1], 1],
])('how much of a sweep is done %s', (_, planned, ended, share) => {
  expect(shareDone(planned, ended)).toBeCloseTo(share, 12);
});
