import { describe, expect, it } from 'vitest';
import { midRanks, segmentRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance } from './reference.ts';

describe('ranks within segments', () => {
  it('are centred, divided by the length, and average ties', () => {
    // Ranks 3, 1.5, 1.5, 4 less 2.5, over 4; then the same order backwards.
    const ranks = segmentRanks(Float32Array.of(5, 1, 1, 7, -7, -1, -1, -5), 4);
    expect([...ranks]).toEqual([0.125, -0.25, -0.25, 0.375, -0.375, 0.25, 0.25, -0.125]);
  });

  it('agree with another way of ranking, for values of both signs and many ties', () => {
    const { normal } = random(3);
    const length = 97;
    const activation = Float32Array.from({ length: 5 * length }, () => Math.round(normal() * 8) / 8);
    const ranks = segmentRanks(activation, length);
    for (let start = 0; start < activation.length; start += length) {
      const end = start + length;
      const expected = midRanks(activation.subarray(start, end)).ranks.map(
        (rank) => (rank - (length + 1) / 2) / length,
      );
      expect(distance(ranks.subarray(start, end), expected)).toBeLessThan(1e-7);
    }
  });

  it('take -0 for 0, and tell the smallest numbers and infinities apart', () => {
    const ranks = segmentRanks(Float32Array.of(-0, 0, 1e-45, -1e-45, Infinity), 5);
    expect([...ranks].map((rank) => Math.round(rank * 50) / 10)).toEqual([-0.5, -0.5, 1, -2, 2]);
  });

  it('refuse what is not a number, and segments that are not whole', () => {
    expect(() => segmentRanks(Float32Array.of(0, 1, Number.NaN, 2), 2)).toThrow('activation 2 is not a number');
    expect(() => segmentRanks(new Float32Array(5), 2)).toThrow('5 activations are not whole segments of 2');
    // A half without any token of a class.
    expect(segmentRanks(new Float32Array(), 0)).toHaveLength(0);
  });
});
