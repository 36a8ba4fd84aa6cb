import { describe, expect, it } from 'vitest';
import { midRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { distance, statistics } from './reference.ts';

describe('ranks', () => {
  it('agree with SciPy where values are tied', () => {
    for (const { activation, ranks } of statistics.tied) {
      expect(distance(midRanks(activation).ranks, ranks)).toBe(0);
      expect(distance(midRanks(Float32Array.from(activation)).ranks, ranks)).toBe(0);
    }
  });

  it('count each group of equal values', () => {
    // Three 2s: 27 - 3; two 5s: 8 - 2.
    expect(midRanks([2, 5, 2, 9, 2, 5]).ties).toBe(30);
    expect(midRanks(Float32Array.of(2, 5, 2, 9, 2, 5)).ties).toBe(30);
    expect(midRanks([3, 1, 2]).ties).toBe(0);
  });

  it('take infinities and both zeros as values', () => {
    const values = [0, Infinity, -0, -Infinity, Infinity];
    for (const each of [values, Float32Array.from(values)])
      expect([...midRanks(each).ranks]).toEqual([2.5, 4.5, 2.5, 1, 4.5]);
  });

  it('refuse what is not a number', () => {
    expect(() => midRanks([1, Number.NaN])).toThrow('every value must be a number');
    expect(() => midRanks(Float32Array.of(1, Number.NaN))).toThrow('1 is not a number');
  });
});
