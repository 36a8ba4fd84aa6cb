import { describe, expect, it } from 'vitest';
import { rank, windowsAround } from '../../../../runner/analysis/stats/detection.ts';

describe('rank', () => {
  it('lists neurons from the highest score down', () => {
    expect(rank([0.2, 1, 0.5])).toEqual([1, 2, 0]);
  });

  it('puts the lower number first when scores are equal', () => {
    expect(rank(Float64Array.of(0.5, 0.7, 0.5, 0.7))).toEqual([1, 3, 0, 2]);
  });

  it('puts undefined scores last, even behind minus infinity', () => {
    expect(rank([Number.NaN, Number.NEGATIVE_INFINITY, 0, Number.NaN])).toEqual([2, 1, 0, 3]);
  });

  it('ranks nothing as nothing', () => {
    expect(rank([])).toEqual([]);
  });
});

describe('windowsAround', () => {
  it('shows the neighbours on both sides', () => {
    expect(windowsAround([9, 3], 1, 20)).toEqual([
      { first: 2, last: 4, detected: [3] },
      { first: 8, last: 10, detected: [9] },
    ]);
  });

  it('merges windows that share a neuron', () => {
    expect(windowsAround([7, 5], 1, 20)).toEqual([{ first: 4, last: 8, detected: [5, 7] }]);
  });

  it('keeps windows apart that only touch', () => {
    expect(windowsAround([5, 8], 1, 20).map(({ first, last }) => [first, last])).toEqual([
      [4, 6],
      [7, 9],
    ]);
  });

  it('cuts windows off at the first and the last neuron', () => {
    expect(windowsAround([0, 5], 2, 6)).toEqual([
      { first: 0, last: 2, detected: [0] },
      { first: 3, last: 5, detected: [5] },
    ]);
  });

  it('counts a repeated neuron once', () => {
    expect(windowsAround([4, 4], 0, 6)).toEqual([{ first: 4, last: 4, detected: [4] }]);
  });

  it('shows adjacent neurons in one window, without neighbours too', () => {
    expect(windowsAround([19, 17, 18, 21], 0, 30)).toEqual([
      { first: 17, last: 19, detected: [17, 18, 19] },
      { first: 21, last: 21, detected: [21] },
    ]);
  });

  it('refuses neurons that the layer lacks', () => {
    expect(() => windowsAround([6], 1, 6)).toThrow('whole numbers from 0 to 5, got 6');
    expect(() => windowsAround([1], -1, 6)).toThrow('neighbours must be a whole number from 0, got -1');
  });
});
