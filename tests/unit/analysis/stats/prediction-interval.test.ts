import { describe, expect, it } from 'vitest';
import { predictionInterval } from '../../../../runner/analysis/stats/moderated.ts';
import { random } from '../../../../runner/core/random.ts';

describe('the prediction interval', () => {
  it('is mean + t x spread x sqrt(1 + 1/m), with t from a table', () => {
    // t(.95; 4) = 2.131847 in any table; mean 3, spread sqrt(2.5).
    const { mean, sd, limit } = predictionInterval([1, 2, 3, 4, 5], 0, 0.95);
    expect(mean).toBe(3);
    expect(sd).toBeCloseTo(Math.sqrt(2.5), 12);
    expect(limit).toBeCloseTo(3 + 2.131847 * Math.sqrt(2.5 * 1.2), 5);
  });

  it('gives a value at the limit a p of .05', () => {
    const { limit } = predictionInterval([1, 2, 3, 4, 5], 0, 0.95);
    expect(predictionInterval([1, 2, 3, 4, 5], limit, 0.95).p).toBeCloseTo(0.05, 6);
  });

  it('is passed by one more value of the same kind in one case of twenty; the mean in half of them', () => {
    const { normal } = random(4, 2);
    let beyond = 0;
    let beyondMean = 0;
    const times = 4000;
    for (let i = 0; i < times; i++) {
      const value = normal();
      const known = [normal(), normal(), normal(), normal(), normal()];
      const { p, mean } = predictionInterval(known, value, 0.95);
      if (p < 0.05) beyond++;
      if (value > mean) beyondMean++;
    }
    expect(beyond / times).toBeGreaterThan(0.04);
    expect(beyond / times).toBeLessThan(0.06);
    expect(beyondMean / times).toBeGreaterThan(0.4);
  });

  it('refuses a single known value', () => {
    expect(() => predictionInterval([1], 2, 0.95)).toThrow(RangeError);
  });
});
