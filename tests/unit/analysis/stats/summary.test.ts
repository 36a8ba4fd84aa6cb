import { describe, expect, it } from 'vitest';
import { foretold, predictionInterval } from '../../../../runner/analysis/stats/moderated.ts';
import {
  areaInterval,
  jackknifeError,
  jackknifeInterval,
  jackknifeTest,
  mean,
  meanInterval,
  standardDeviation,
} from '../../../../runner/analysis/stats/summary.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance, made, nearly } from './reference.ts';

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

/** Of the shipped atlases, by NumPy and SciPy (tests/fixtures/evidence/moderated.py). */
const { experiments } = made<{ experiments: { best: number[][]; limits: number[] }[] }>('evidence/moderated');
const limitsOf = (known: number[][]) => foretold(known).map(({ limit }) => limit(0.95));
const logit = (area: number) => Math.log(area / (1 - area));

it('the prediction interval is mean + t x spread x sqrt(1 + 1/m), and a value at the limit has a p of .05', () => {
  // t(.95; 4) = 2.131847 in any table; mean 3, spread sqrt(2.5).
  const known = [1, 2, 3, 4, 5];
  const { mean, sd, limit } = predictionInterval(known, 0, 0.95);
  expect([mean, sd, limit]).toEqual(nearly([3, Math.sqrt(2.5), 3 + 2.131847 * Math.sqrt(2.5 * 1.2)], 5));
  expect(predictionInterval(known, limit, 0.95).p).toBeCloseTo(0.05, 6);
});

describe('the moderated interval of one more value', () => {
  it.each(experiments)('is that of NumPy and SciPy for three networks of a shipped atlas (%#)', ({ best, limits }) => {
    const areas = best.map((network) => network.map((each) => Math.min(0.9995, Math.max(0.0005, 0.5 + each / 65534))));
    const three = limits.map((_, feature) => areas.slice(0, 3).map((network) => logit(network[feature] ?? Number.NaN)));
    expect(distance(limitsOf(three), limits)).toBeLessThan(1e-6);
  });

  it('gives a value at its limit a p of .05, one at the mean .5, and is of one quantity alone Student’s', () => {
    const three = ['1 2 4', '2 3 3', '5 4 7'].map((values) => values.split(' ').map(Number));
    for (const { p, limit, mean } of foretold(three))
      expect([p(limit(0.95)), p(mean)]).toEqual([expect.closeTo(0.05, 6), expect.closeTo(0.5, 9)]);
    const values = [0.8, 1.1, 1.6];
    const [only] = foretold([values]);
    const { limit, p } = predictionInterval(values, 2, 0.95);
    expect([only?.limit(0.95), only?.p(2)]).toEqual(nearly([limit, p], 12));
  });

  // A binomial of 6000 has a standard error of .3%.
  it.each([1, 2, 3, 4, 12])('lets one in twenty pass of %i quantities with spreads of their own', (quantities) => {
    const { normal, uniform } = random(3, quantities);
    let beyond = 0;
    for (let i = 0; i < 6000 / quantities; i++) {
      const known = Array.from({ length: quantities }, () => {
        const [middle, spread] = [2.5 * uniform(), 0.2 * Math.exp(0.4 * normal())];
        return Array.from({ length: 4 }, () => middle + spread * (1 + middle) * normal());
      });
      const limits = limitsOf(known.map((values) => values.slice(1)));
      beyond += known.filter(([value = 0], index) => value > (limits[index] ?? Number.NaN)).length;
    }
    expect(Math.abs(beyond / 6000 - 0.048)).toBeLessThan(0.018);
  });

  it('refuses a quantity of one value; where nothing varies what is above the mean is beyond it', () => {
    expect(() => foretold([[1, 2], [1]])).toThrow(/at least 2 known values, got 1/);
    expect(() => predictionInterval([1], 2, 0.95)).toThrow(RangeError);
    const [first] = foretold([1, 2].map((value) => [value, value]));
    expect([first?.limit(0.95), first?.p(1), first?.p(1.1)]).toEqual([1, 1, 0]);
  });
});
