import { describe, expect, it } from 'vitest';
import { shift } from '../../../../runner/analysis/stats/view.ts';

describe('shift', () => {
  const values = Int32Array.of(1, 2, 3, 11, 12, 13);

  it('shows what comes after, inside each segment', () => {
    expect([...shift(values, 1, 3, -1)]).toEqual([2, 3, -1, 12, 13, -1]);
  });

  it('shows what came before, inside each segment', () => {
    expect([...shift(values, -2, 3, -1)]).toEqual([-1, -1, 1, -1, -1, 11]);
  });

  it('has nothing to show where a lag reaches over the whole segment, and refuses a segment that is cut off', () => {
    expect([...shift(values, 3, 3, -1), ...shift(values, -70, 3, -1)]).toEqual(new Array(12).fill(-1));
    expect(() => shift(values, 1, 4, -1)).toThrow('6 values are not whole segments of 4');
  });

  it('leaves the values alone', () => {
    expect([...shift(values, 0, 3, -1)]).toEqual([...values]);
    expect([...values]).toEqual([1, 2, 3, 11, 12, 13]);
  });
});
