import { describe, expect, it } from 'vitest';
import {
  areaInterval,
  jackknifeError,
  jackknifeInterval,
  jackknifeTest,
  mean,
  meanInterval,
  standardDeviation,
} from '../../../../runner/analysis/stats/summary.ts';

describe('the jackknife', () => {
  it('of a mean is the interval of Student', () => {
    const values = [1, 4, 2, 8, 5];
    const sum = values.reduce((a, b) => a + b, 0);
    const leftOut = values.map((value) => (sum - value) / 4);
    const variance = values.reduce((a, b) => a + (b - sum / 5) ** 2, 0) / 4;
    // 2.776445: the .975 quantile of Student's t with 4 degrees of freedom.
    const half = 2.776445 * Math.sqrt(variance / 5);
    const [low, high] = jackknifeInterval(sum / 5, leftOut);
    expect([low, high].map((end) => (end - sum / 5) / half)).toEqual([expect.closeTo(-1, 5), expect.closeTo(1, 5)]);
  });

  it('knows nothing from one document', () => {
    expect(jackknifeError([0.3])).toBe(Number.POSITIVE_INFINITY);
    expect(jackknifeInterval(0.3, [0.3])).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(() => jackknifeTest(0.3, [0.3])).toThrow(/at least 2 documents, got 1/);
  });

  it('of an area is that of a mean around it', () => {
    const leftOut = [0.72, 0.74, 0.71, 0.75, 0.73];
    expect(areaInterval(0.73, leftOut)).toEqual(jackknifeInterval(0.73, leftOut));
  });

  it('keeps an area between 0 and 1, though what is measured may lie beyond', () => {
    const [low, high] = areaInterval(1.004, [1.01, 1.002, 0.999, 1.004, 1.006]);
    expect(low).toBeGreaterThan(0.98);
    expect(low).toBeLessThan(1);
    expect(high).toBe(1);
  });

  it('does not reach .5 for a neuron that tells the feature nearly always', () => {
    expect(areaInterval(0.994, [0.9999, 0.99, 0.998, 0.992, 0.9995, 0.985])[0]).toBeGreaterThan(0.95);
  });

  it('is the same seen from the other side', () => {
    const areas = [0.7, 0.8, 0.75, 0.72];
    const [low, high] = areaInterval(0.74, areas);
    const [lowest, highest] = areaInterval(
      0.26,
      areas.map((area) => 1 - area),
    );
    expect(lowest).toBeCloseTo(1 - high, 12);
    expect(highest).toBeCloseTo(1 - low, 12);
  });
});

describe('an estimate with its documents left out', () => {
  it('of a mean is the t test of that mean', () => {
    // 1 to 5: mean 3, standard error sqrt(2.5 / 5); t(.975; 4) = 2.776445.
    const values = [1, 2, 3, 4, 5];
    const { t, interval, p } = jackknifeTest(
      3,
      values.map((value) => (15 - value) / 4),
    );
    const error = Math.sqrt(0.5);
    expect(t).toBeCloseTo(3 / error, 9);
    expect(interval[0]).toBeCloseTo(3 - 2.776445 * error, 5);
    // One-sided tail of t = 4.2426 with 4 degrees of freedom.
    expect(p).toBeCloseTo(0.006618, 4);
  });

  it.each([
    // As likely as a coin that falls on one side for each document: 1 / 2^10.
    ['above 0', 0.5, Array.from({ length: 10 }, () => 0.5), 1 / 1024],
    ['above 0, but for rounding', 0.1 + 0.2, [0.3, 0.1 + 0.2, 0.3, 0.3, 0.3], 1 / 32],
    ['at 0', 0, [0, 0, 0], 1],
    ['below 0', -0.5, [-0.5, -0.5, -0.5], 1],
  ])('that no document changes is %s in all of them', (_, value, leftOut, p) => {
    expect(jackknifeTest(value, leftOut)).toMatchObject({ t: 0, p });
  });
});

describe('a mean', () => {
  it('and its standard deviation are those of a sample', () => {
    expect([mean([2, 4, 4, 4, 5, 5, 7, 9]), standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])]).toEqual([
      5,
      expect.closeTo(Math.sqrt(32 / 7), 12),
    ]);
    expect([mean([]), standardDeviation([1])]).toEqual([Number.NaN, Number.NaN]);
  });

  it('has the interval of Student: 1, 2, 3 has 2 and 2 -+ 4.303 / sqrt 3', () => {
    const { mean: middle, low, high } = meanInterval([1, 2, 3]);
    expect(middle).toBe(2);
    expect(low).toBeCloseTo(2 - 2.4843, 3);
    expect(high).toBeCloseTo(2 + 2.4843, 3);
  });

  it('of one value has no interval, and of none there is none', () => {
    expect(meanInterval([5])).toEqual({ mean: 5, low: null, high: null });
    expect(() => meanInterval([])).toThrow(/needs values/);
  });
});
