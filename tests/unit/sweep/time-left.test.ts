import { describe, expect, it } from 'vitest';
import { secondsLeft } from '../../../runner/sweep/progress.ts';

describe('the time that a sweep still takes', () => {
  it('is that of the trials left, each in one piece, where nothing is halved', () => {
    expect(secondsLeft({ trials: 10, halving: null }, [4], [4], 20)).toBe(30);
  });

  // 9 trials of 1 epoch, 3 that go on to epoch 3, 1 to epoch 9: 9 + 3 * 2 + 1 * 6 = 21 epochs.
  const halved = { trials: 9, halving: { epochs: [1, 3, 9], keep: 0.34 } };

  it('counts the epochs of later rungs, for fewer trials each', () => {
    expect(secondsLeft(halved, [1, 0, 0], [1, 0, 0], 5)).toBe(5 * 20);
    expect(secondsLeft(halved, [9, 1, 0], [9, 1, 0], 55)).toBe(5 * (21 - 11));
    expect(secondsLeft(halved, [9, 3, 1], [9, 3, 1], 105)).toBe(0);
  });

  it('judges the speed by what this run of the command did, and says nothing before', () => {
    expect(secondsLeft(halved, [9, 1, 0], [0, 1, 0], 10)).toBe(5 * (21 - 11));
    expect(secondsLeft(halved, [9, 0, 0], [0, 0, 0], 3)).toBeNull();
  });
});
