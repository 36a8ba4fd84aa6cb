import { describe, expect, it } from 'vitest';
import { foretold, predictionInterval } from '../../../../runner/analysis/stats/moderated.ts';
import { mean } from '../../../../runner/analysis/stats/summary.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance, made } from './reference.ts';

interface Shipped {
  best: number[][];
  limits: number[];
  moderated: number;
  plain: number;
}
/** Of the shipped atlases, by NumPy and SciPy (tests/fixtures/evidence/moderated.py). */
const { experiments } = made<{ experiments: Shipped[] }>('evidence/moderated');

/** [networks] each [features]. */
const logits = (best: readonly number[][]) =>
  best.map((network) =>
    network.map((each) => {
      const area = Math.min(0.9995, Math.max(0.0005, 0.5 + each / 65534));
      return Math.log(area / (1 - area));
    }),
  );
const byFeature = (networks: readonly number[][]) =>
  (networks[0] ?? []).map((_, feature) => networks.map((network) => network[feature] ?? Number.NaN));

/** The share of its features by which each network passes the limits of each three of the others. */
function passed(networks: readonly number[][], limitsOf: (known: number[][]) => number[]): number {
  const shares = networks.flatMap((values, own) => {
    const others = networks.filter((_, index) => index !== own);
    const threes = others.flatMap((a, i) =>
      others.slice(i + 1).flatMap((b, j) => others.slice(i + j + 2).map((c) => [a, b, c])),
    );
    return threes.map((three) => {
      const limits = limitsOf(byFeature(three));
      return mean(values.map((value, feature) => Number(value > (limits[feature] ?? Number.NaN))));
    });
  });
  return mean(shares);
}
const moderated = (known: number[][]) => foretold(known).map(({ limit }) => limit(0.95));
const plain = (known: number[][]) => known.map((values) => predictionInterval(values, 0, 0.95).limit);

describe('the prediction interval', () => {
  const known = [1, 2, 3, 4, 5];
  it('is mean + t x spread x sqrt(1 + 1/m), with t from a table, and a value at the limit has a p of .05', () => {
    // t(.95; 4) = 2.131847 in any table; mean 3, spread sqrt(2.5).
    const { mean, sd, limit } = predictionInterval(known, 0, 0.95);
    expect([mean, sd]).toEqual([3, expect.closeTo(Math.sqrt(2.5), 12)]);
    expect(limit).toBeCloseTo(3 + 2.131847 * Math.sqrt(2.5 * 1.2), 5);
    expect(predictionInterval(known, limit, 0.95).p).toBeCloseTo(0.05, 6);
  });

  it('is passed by one more value of the same kind in one case of twenty; the mean in half of them', () => {
    const { normal } = random(4, 2);
    const drawn = Array.from({ length: 4000 }, () => {
      const [value = 0, ...others] = Array.from({ length: 6 }, normal);
      return { value, ...predictionInterval(others, value, 0.95) };
    });
    expect(Math.abs(mean(drawn.map(({ p }) => Number(p < 0.05))) - 0.05)).toBeLessThan(0.01);
    expect(mean(drawn.map(({ value, mean: middle }) => Number(value > middle)))).toBeGreaterThan(0.4);
  });
});

describe('the moderated interval of one more value', () => {
  it('is that of NumPy and SciPy for the networks of every shipped atlas', () => {
    expect(experiments.length).toBeGreaterThan(10);
    for (const { best, limits } of experiments) {
      expect(distance(moderated(byFeature(logits(best.slice(0, 3)))), limits)).toBeLessThan(1e-6);
    }
  });

  it('is passed by one more untrained network in about one case of twenty, and by more where each feature stands alone', () => {
    const rates = experiments.map(({ best, ...expected }) => {
      const networks = logits(best);
      const own = { moderated: passed(networks, moderated), plain: passed(networks, plain) };
      expect(own).toEqual({
        moderated: expect.closeTo(expected.moderated, 6),
        plain: expect.closeTo(expected.plain, 6),
      });
      return own;
    });
    const [low, high] = [mean(rates.map((own) => own.moderated)), mean(rates.map((own) => own.plain))];
    expect(low).toBeGreaterThan(0.04);
    expect(low).toBeLessThan(0.06);
    expect(high).toBeGreaterThan(0.065);
  });

  it('gives a value at its limit a p of .05, one at the mean .5, and is of one quantity alone Student’s', () => {
    const three = ['1 2 4', '2 3 3', '5 4 7'].map((values) => values.split(' ').map(Number));
    for (const { p, limit, mean: middle } of foretold(three)) {
      expect(p(limit(0.95))).toBeCloseTo(0.05, 6);
      expect(p(middle)).toBeCloseTo(0.5, 9);
    }
    const values = [0.8, 1.1, 1.6];
    const [only] = foretold([values]);
    const { limit, p } = predictionInterval(values, 2, 0.95);
    expect([only?.limit(0.95), only?.p(2)]).toEqual([expect.closeTo(limit, 12), expect.closeTo(p, 12)]);
  });

  // A binomial of 6000 has a standard error of .3%.
  it.each([1, 2, 3, 4, 12])('lets one in twenty pass of %i quantities with spreads of their own', (quantities) => {
    const { normal, uniform } = random(3, quantities);
    let beyond = 0;
    const times = 6000 / quantities;
    for (let i = 0; i < times; i++) {
      const known = Array.from({ length: quantities }, () => {
        const [middle, spread] = [2.5 * uniform(), 0.2 * Math.exp(0.4 * normal())];
        return Array.from({ length: 4 }, () => middle + spread * (1 + middle) * normal());
      });
      const limits = moderated(known.map((values) => values.slice(1)));
      beyond += known.filter(([value = 0], index) => value > (limits[index] ?? Number.NaN)).length;
    }
    expect(beyond / 6000).toBeGreaterThan(0.03);
    expect(beyond / 6000).toBeLessThan(0.066);
  });

  it('refuses a quantity of one value; where nothing varies what is above the mean is beyond it', () => {
    expect(() => foretold([[1, 2], [1]])).toThrow(/at least 2 known values, got 1/);
    expect(() => predictionInterval([1], 2, 0.95)).toThrow(RangeError);
    const [first] = foretold([1, 2].map((value) => [value, value]));
    expect([first?.limit(0.95), first?.p(1), first?.p(1.1)]).toEqual([1, 1, 0]);
  });
});
