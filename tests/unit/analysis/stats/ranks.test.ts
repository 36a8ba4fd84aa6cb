/** Ranks beside SciPy's; by their definition they are asked in tests/unit/properties/ranks.test.ts. */
import { expect, it } from 'vitest';
import { midRanks, segmentRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { distance, statistics } from './reference.ts';

const inBoth = (values: number[]) => [values, Float32Array.from(values)];

it('mid-ranks are those of SciPy where values are tied, and take infinities and both zeros as values', () => {
  for (const { activation, ranks } of statistics.tied)
    for (const values of inBoth(activation)) expect(distance(midRanks(values).ranks, ranks)).toBe(0);
  for (const values of inBoth([0, Infinity, -0, -Infinity, Infinity]))
    expect([...midRanks(values).ranks]).toEqual([2.5, 4.5, 2.5, 1, 4.5]);
});

it('ranks within segments are centred and divided by the length: 3, 1.5, 1.5, 4 less 2.5, over 4', () => {
  expect([...segmentRanks(Float32Array.of(5, 1, 1, 7), 4)]).toEqual([0.125, -0.25, -0.25, 0.375]);
  const ranks = segmentRanks(Float32Array.of(-0, 0, 1e-45, -1e-45, Infinity), 5);
  expect([...ranks].map((rank) => Math.round(rank * 50) / 10)).toEqual([-0.5, -0.5, 1, -2, 2]);
  // A half without any token of a class.
  expect(segmentRanks(new Float32Array(), 0)).toHaveLength(0);
});

it('what is not a number is refused, and segments that are not whole', () => {
  for (const values of inBoth([1, Number.NaN]))
    expect(() => midRanks(values)).toThrow(/must be a number|1 is not a number/);
  expect(() => segmentRanks(Float32Array.of(0, 1, Number.NaN, 2), 2)).toThrow('activation 2 is not a number');
  expect(() => segmentRanks(new Float32Array(5), 2)).toThrow('5 activations are not whole segments of 2');
});
