import { describe, expect, it } from 'vitest';
import { fisherGOf } from '../../../../runner/analysis/stats/spectrum.ts';
import { fisherG } from '../../../../runner/index.ts';
import { reference, statistics } from './reference.ts';

describe("Fisher's g", () => {
  it('agrees with the reference numbers', () => {
    for (const { signal, g, p } of reference.fisherG) {
      const result = fisherG(signal);
      expect(result.g).toBeCloseTo(g, 12);
      expect(Math.abs(result.p - p)).toBeLessThan(1e-9);
      expect(result.p / p).toBeCloseTo(1, 9);
    }
  });

  it('has the tail that exact fractions give, even where its terms cancel over many orders of magnitude', () => {
    for (const { ordinates, p } of statistics.fisher) expect(fisherGOf(ordinates).p / p).toBeCloseTo(1, 12);
  });

  it('is certain of nothing where thousands of ordinates are alike', () => {
    expect(fisherGOf(new Float64Array(30_000).fill(2)).p).toBe(1);
  });

  it('is 1 for a pure wave, whatever its mean, and has no chance in noise', () => {
    const wave = Float64Array.from({ length: 64 }, (_, t) => 5 + Math.cos((2 * Math.PI * 8 * t) / 64));
    const { g, p } = fisherG(wave);
    expect(g).toBeCloseTo(1, 12);
    expect(p).toBeLessThan(1e-200);
  });

  it('leaves out the mean and the highest frequency of an even signal', () => {
    const alternating = Float64Array.from({ length: 8 }, (_, t) => (t % 2 === 0 ? 1 : -1));
    expect(fisherG(alternating)).toEqual({ g: Number.NaN, p: 1 });
  });

  it('has no g for a signal that never changes, and refuses one of two values', () => {
    expect(fisherG(new Float64Array(101).fill(0.1))).toEqual({ g: Number.NaN, p: 1 });
    expect(() => fisherG([1, 2])).toThrow('at least 3 values, got 2');
  });
});
