import { describe, expect, it } from 'vitest';
import { lags, shift } from '../../../runner/stats/shift.ts';

describe('shift', () => {
  const values = Int32Array.of(1, 2, 3, 11, 12, 13);

  it('shows what comes after, inside each segment', () => {
    expect([...shift(values, 1, 3, -1)]).toEqual([2, 3, -1, 12, 13, -1]);
  });

  it('shows what came before, inside each segment', () => {
    expect([...shift(values, -2, 3, -1)]).toEqual([-1, -1, 1, -1, -1, 11]);
  });

  it('leaves the values alone', () => {
    expect([...shift(values, 0, 3, -1)]).toEqual([...values]);
    expect([...values]).toEqual([1, 2, 3, 11, 12, 13]);
  });
});

describe('lags', () => {
  it('reaches eight tokens to each side', () => {
    expect([lags.length, lags[0], lags[8], lags.at(-1)]).toEqual([17, -8, 0, 8]);
  });
});
