import { describe, expect, it } from 'vitest';
import { exactInterval, normalTwoSided, studentQuantile } from '../../../../runner/analysis/stats/distributions.ts';
import { statistics } from './reference.ts';

describe('distributions', () => {
  it('have the quantiles of Student that SciPy has', () => {
    for (const [degrees, quantile] of statistics.student) {
      expect(studentQuantile(0.975, degrees) / quantile).toBeCloseTo(1, 6);
    }
  });

  it('have the normal tails that SciPy has', () => {
    for (const [z, p] of statistics.normalTwoSided) expect(normalTwoSided(-z)).toBeCloseTo(p, 13);
  });

  it("have Clopper and Pearson's interval that SciPy has", () => {
    for (const [successes, trials, low, high] of statistics.clopperPearson) {
      const interval = exactInterval(successes, trials);
      expect(interval[0]).toBeCloseTo(low, 7);
      expect(interval[1]).toBeCloseTo(high, 7);
    }
  });

  it('refuse a share of nothing, or of more than all', () => {
    expect(() => exactInterval(0, 0)).toThrow('got 0 of 0');
    expect(() => exactInterval(4, 3)).toThrow('got 4 of 3');
  });
});
