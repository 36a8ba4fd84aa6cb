import { describe, expect, it } from 'vitest';
import { count, join, mutantRate, rateOf, type Tally } from '../../calibration/tally.ts';

describe('a tally', () => {
  it('counts what happened, what did not, and what could not be tested', () => {
    const tally: Tally = {};
    for (const happened of [true, false, null, true]) count(tally, { E2: happened, S: { times: 3, of: 10 } });
    expect(tally).toEqual({ E2: { times: 2, of: 3 }, S: { times: 12, of: 40 } });
  });

  it('is the same however the experiments were shared', () => {
    expect(join([{ E2: { times: 1, of: 20 } }, { E2: { times: 2, of: 15 }, E3: { times: 0, of: 15 } }])).toEqual({
      E2: { times: 3, of: 35 },
      E3: { times: 0, of: 15 },
    });
  });
});

describe('a rate', () => {
  it('has the exact interval', () => {
    // scipy.stats.binomtest(50, 1000).proportion_ci(method='exact')
    const { rate, interval } = rateOf({ times: 50, of: 1000 }, [0.03, 0.07]);
    expect(rate).toBe(0.05);
    expect(interval[0]).toBeCloseTo(0.037335, 5);
    expect(interval[1]).toBeCloseTo(0.065391, 5);
  });

  it('passes inside the band and fails outside, ends included', () => {
    const passes = (times: number) => rateOf({ times, of: 1000 }, [0.03, 0.07]).passed;
    expect([29, 30, 70, 71].map(passes)).toEqual([false, true, true, false]);
  });

  it('of few experiments fails only when its interval is outside the band', () => {
    const passes = (times: number) => rateOf({ times, of: 60 }, [0.03, 0.07]).passed;
    expect([0, 3, 8, 9].map(passes)).toEqual([true, true, true, false]);
  });

  it('of a mutant passes when its interval is outside the band: the mutant is found out', () => {
    const passes = (times: number) => mutantRate({ times, of: 1000 }, [0.03, 0.07]).passed;
    expect([5, 25, 50, 80, 120].map(passes)).toEqual([true, false, false, false, true]);
  });
});
