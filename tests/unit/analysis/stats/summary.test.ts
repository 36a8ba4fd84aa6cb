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
import { nearly } from './reference.ts';

describe('the jackknife', () => {
  it('of a mean is the t test of that mean, and the interval of Student', () => {
    // 1 to 5: mean 3, standard error sqrt(2.5 / 5); t(.975; 4) = 2.776445.
    const leftOut = [1, 2, 3, 4, 5].map((value) => (15 - value) / 4);
    const error = Math.sqrt(0.5);
    const interval = nearly([3 - 2.776445 * error, 3 + 2.776445 * error], 5);
    // One-sided tail of t = 4.2426 with 4 degrees of freedom.
    const test = { t: expect.closeTo(3 / error, 9), interval, p: expect.closeTo(0.006618, 4) };
    expect(jackknifeTest(3, leftOut)).toMatchObject(test);
    expect(jackknifeInterval(3, leftOut)).toEqual(interval);
  });

  it('knows nothing from one document', () => {
    expect(jackknifeError([0.3])).toBe(Number.POSITIVE_INFINITY);
    expect(jackknifeInterval(0.3, [0.3])).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(() => jackknifeTest(0.3, [0.3])).toThrow(/at least 2 documents, got 1/);
  });

  it('of an area is that of a mean around it, and the same seen from the other side', () => {
    const leftOut = [0.72, 0.74, 0.71, 0.75, 0.73];
    const [low, high] = areaInterval(0.73, leftOut);
    expect([low, high]).toEqual(jackknifeInterval(0.73, leftOut));
    const turned = leftOut.map((area) => 1 - area);
    expect(areaInterval(0.27, turned)).toEqual(nearly([1 - high, 1 - low], 12));
    // What is measured may lie beyond 1, what is told does not.
    const [above = 0, most] = areaInterval(1.004, [1.01, 1.002, 0.999, 1.004, 1.006]);
    expect([above > 0.98 && above < 1, most]).toEqual([true, 1]);
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
    const values = [2, 4, 4, 4, 5, 5, 7, 9];
    expect([mean(values), standardDeviation(values)]).toEqual(nearly([5, Math.sqrt(32 / 7)], 12));
    expect([mean([]), standardDeviation([1])]).toEqual([Number.NaN, Number.NaN]);
  });

  it('has the interval of Student: 1, 2, 3 has 2 and 2 -+ 4.303 / sqrt 3; one value has none', () => {
    const { mean: middle, low, high } = meanInterval([1, 2, 3]);
    expect([middle, low, high]).toEqual(nearly([2, 2 - 2.4843, 2 + 2.4843], 3));
    expect(meanInterval([5])).toEqual({ mean: 5, low: null, high: null });
    expect(() => meanInterval([])).toThrow(/needs values/);
  });
});
