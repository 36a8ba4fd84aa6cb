import { describe, expect, it } from 'vitest';
import { foretold, predictionInterval } from '../../../../runner/analysis/stats/moderated.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance, made, nearly } from './reference.ts';

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
