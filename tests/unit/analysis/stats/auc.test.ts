import { describe, expect, it } from 'vitest';
import { aucOfGroups } from '../../../../runner/analysis/stats/auc.ts';
import { auc, mannWhitneyP } from '../../../../runner/index.ts';
import { distance, reference, statistics } from './reference.ts';

describe('AUC', () => {
  it('agrees with the reference numbers', () => {
    const areas = reference.activations.map((activation) => auc(activation, reference.mask));
    expect(distance(areas, reference.auc)).toBeLessThan(1e-9);
  });

  it('agrees with SciPy where activations are tied', () => {
    for (const { activation, mask, auc: expected } of statistics.tied) {
      expect(auc(activation, mask)).toBeCloseTo(expected, 12);
    }
  });

  it('is the share of pairs in which the carrier is higher, ties counting half', () => {
    // Carriers 2 and 4 against 1 and 2: won, tied, won, won.
    expect(auc([1, 2, 2, 4], [false, true, false, true])).toBe(3.5 / 4);
  });

  it('is undefined when all or none of the tokens carry the feature', () => {
    expect(auc([1, 2], [1, 1])).toBeNaN();
    expect(auc([1, 2], [0, 0])).toBeNaN();
  });

  it('refuses a mask of another length', () => {
    expect(() => auc([1, 2, 3], [1, 0])).toThrow('one activation per token of the mask (2), got 3');
  });

  it('of groups of tokens with one score is that of the tokens', () => {
    const scores = Float64Array.of(0.25, 2, 0.25, -1, 0.5, 7);
    const counts = [3, 4, 2, 5, 1, 0];
    const carriers = [1, 3, 2, 0, 1, 0];
    const each = [...counts.keys()].flatMap((group) =>
      Array.from({ length: counts[group] ?? 0 }, (_, k) => ({
        score: scores[group] ?? Number.NaN,
        carries: k < (carriers[group] ?? 0),
      })),
    );
    const whole = auc(
      each.map(({ score }) => score),
      each.map(({ carries }) => carries),
    );
    expect(aucOfGroups(scores, counts, carriers)).toBe(whole);
    expect(aucOfGroups(scores, counts, counts)).toBeNaN();
    expect(aucOfGroups(new Float64Array(0), [], [])).toBeNaN();
  });
});

describe("Mann and Whitney's test", () => {
  it('agrees with the reference numbers', () => {
    const p = reference.activations.map((activation) => mannWhitneyP(activation, reference.mask));
    expect(distance(p, reference.mannWhitneyP)).toBeLessThan(1e-6);
  });

  it('agrees with SciPy where activations are tied', () => {
    for (const { activation, mask, mannWhitneyP: expected } of statistics.tied) {
      expect(mannWhitneyP(activation, mask)).toBeCloseTo(expected, 10);
    }
  });

  it('finds nothing in a neuron that never changes, or that is balanced', () => {
    expect(mannWhitneyP([3, 3, 3, 3], [1, 0, 1, 0])).toBe(1);
    expect(mannWhitneyP([1, 2, 3, 4], [1, 0, 0, 1])).toBe(1);
  });

  it('is undefined when all or none of the tokens carry the feature', () => {
    expect(mannWhitneyP([1, 2], [1, 1])).toBeNaN();
    expect(mannWhitneyP([1, 2], [0, 0])).toBeNaN();
  });
});
