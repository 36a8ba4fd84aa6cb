import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foretold, predictionInterval } from '../../../../runner/analysis/stats/moderated.ts';
import { random } from '../../../../runner/core/random.ts';

/** Of the shipped atlases, by NumPy and SciPy (tests/fixtures/evidence/moderated.py). */
const {
  experiments,
}: {
  experiments: { best: number[][]; limits: number[]; moderated: number; plain: number }[];
} = JSON.parse(readFileSync(new URL('../../../fixtures/evidence/moderated.json', import.meta.url), 'utf8'));
const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;

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
  const shares: number[] = [];
  for (const [own, values] of networks.entries()) {
    const others = networks.filter((_, index) => index !== own);
    for (let a = 0; a < others.length; a++)
      for (let b = a + 1; b < others.length; b++)
        for (const c of others.slice(b + 1)) {
          const limits = limitsOf(byFeature([others[a] ?? [], others[b] ?? [], c]));
          shares.push(mean(values.map((value, feature) => Number(value > (limits[feature] ?? Number.NaN)))));
        }
  }
  return mean(shares);
}
const moderated = (known: number[][]) => foretold(known).map(({ limit }) => limit(0.95));
const plain = (known: number[][]) => known.map((values) => predictionInterval(values, 0, 0.95).limit);

describe('the moderated interval of one more value', () => {
  it('is that of NumPy and SciPy for the networks of every shipped atlas', () => {
    expect(experiments.length).toBeGreaterThan(10);
    for (const { best, limits } of experiments) {
      const found = moderated(byFeature(logits(best.slice(0, 3))));
      expect(found).toEqual(limits.map((limit) => expect.closeTo(limit, 6)));
    }
  });

  it('is passed by one more untrained network in about one case of twenty, and by more where each feature stands alone', () => {
    const rates = experiments.map(({ best, ...expected }) => {
      const networks = logits(best);
      const own = { moderated: passed(networks, moderated), plain: passed(networks, plain) };
      expect(own.moderated).toBeCloseTo(expected.moderated, 6);
      expect(own.plain).toBeCloseTo(expected.plain, 6);
      return own;
    });
    const [low, high] = [mean(rates.map((own) => own.moderated)), mean(rates.map((own) => own.plain))];
    expect(low).toBeGreaterThan(0.04);
    expect(low).toBeLessThan(0.06);
    expect(high).toBeGreaterThan(0.065);
  });

  it('gives a value at its limit a p of .05, and one at the mean .5', () => {
    for (const { p, limit, mean: middle } of foretold([
      [1, 2, 4],
      [2, 3, 3],
      [5, 4, 7],
    ])) {
      expect(p(limit(0.95))).toBeCloseTo(0.05, 6);
      expect(p(middle)).toBeCloseTo(0.5, 9);
    }
  });

  it('of one quantity alone is Student’s', () => {
    const values = [0.8, 1.1, 1.6];
    const [only] = foretold([values]);
    const { limit, p } = predictionInterval(values, 2, 0.95);
    expect(only?.limit(0.95)).toBeCloseTo(limit, 12);
    expect(only?.p(2)).toBeCloseTo(p, 12);
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
      known.forEach(([value = 0], index) => {
        if (value > (limits[index] ?? Number.NaN)) beyond++;
      });
    }
    expect(beyond / 6000).toBeGreaterThan(0.03);
    expect(beyond / 6000).toBeLessThan(0.066);
  });

  it('refuses a quantity of one value; where nothing varies what is above the mean is beyond it', () => {
    expect(() => foretold([[1, 2], [1]])).toThrow(/at least 2 known values, got 1/);
    const [first] = foretold([
      [1, 1],
      [2, 2],
    ]);
    expect([first?.limit(0.95), first?.p(1), first?.p(1.1)]).toEqual([1, 1, 0]);
  });
});
