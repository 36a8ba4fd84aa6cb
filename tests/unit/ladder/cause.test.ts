import { describe, expect, it } from 'vitest';
import { causeRung, lossContrast, rankP, whyNotComparable } from '../../../runner/ladder/cause.ts';
import type { Cause } from '../../../runner/results/evidence-schema-1.ts';

describe('the contrast of losses', () => {
  const change = [0.4, 0.1, 0.6, 0, 0.3, 0.1, 0.2, 0];
  const compared = { feature: [[0], [2], [4, 6]], rest: [[1], [3], [5, 7]] };

  it('is the mean at the feature minus the mean at the rest', () => {
    const { feature, rest, difference } = lossContrast(change, compared);
    expect(feature).toBeCloseTo(1.5 / 4, 12);
    expect(rest).toBeCloseTo(0.05, 12);
    expect(difference).toBeCloseTo(0.325, 12);
  });

  it('has an interval from leaving out one document at a time', () => {
    // Without each document: .366667 - .033333, .3 - .066667, .5 - .05; Student's t(2, .975) = 4.302653.
    const leftOut = [1.1 / 3 - 0.1 / 3, 0.9 / 3 - 0.2 / 3, 0.5 - 0.05];
    const mean = leftOut.reduce((sum, value) => sum + value, 0) / 3;
    const half = 4.302653 * Math.sqrt((2 / 3) * leftOut.reduce((sum, value) => sum + (value - mean) ** 2, 0));
    const { interval } = lossContrast(change, compared);
    expect(interval[0]).toBeCloseTo(0.325 - half, 6);
    expect(interval[1]).toBeCloseTo(0.325 + half, 6);
  });

  it('needs enough tokens with the feature, in enough documents', () => {
    const all = (documents: number, each: number) => Array.from({ length: documents }, () => new Array(each).fill(0));
    expect(whyNotComparable({ feature: all(12, 3), rest: all(12, 3) })).toBeNull();
    expect(whyNotComparable({ feature: all(29, 1), rest: all(29, 3) })).toMatch(/is at 29 of the tokens/);
    expect(whyNotComparable({ feature: all(9, 9), rest: all(9, 9) })).toMatch(/is in 9 of the documents/);
    expect(whyNotComparable({ feature: all(12, 3), rest: all(12, 2) })).toMatch(/is missing at 24 of the tokens/);
  });
});

describe('the rank among matched neurons', () => {
  it('counts those as large, ties included', () => {
    expect(rankP(0.5, [0.1, 0.5, 0.7])).toBe(3 / 4);
    expect(rankP(0.8, [0.1, 0.5, 0.7])).toBe(1 / 4);
  });
});

describe('the rung', () => {
  const row = (where: 'predicting' | 'after', low: number, p: number): Cause['ablations'][number] => ({
    method: 'mean',
    where,
    feature: 1,
    rest: 0,
    difference: 1,
    interval: [low, 2],
    p,
    matched: [],
  });
  const measured = (deciding: 'predicting' | 'after', low: number, p: number, matched = 40): Cause => ({
    tokens: 1,
    documents: 1,
    deciding,
    matchedNeurons: Array.from({ length: matched }, (_, neuron) => neuron),
    ablations: [
      row('predicting', 1, 0.01),
      { ...row('after', low, p) },
      { ...row('after', 9, 0.001), method: 'resampled' },
    ],
    clamps: [],
  });
  it.each([
    ['passed', 'after', 0.1, 0.04, 40, null],
    ['failed', 'after', -0.1, 0.04, 40, /does not rise more than elsewhere/],
    ['failed', 'after', 0.1, 0.05, 40, /rises as much without similar neurons/],
    ['passed', 'predicting', -0.1, 0.9, 40, null],
    ['not testable', 'after', 0.1, 0.04, 19, /only 19 neurons/],
  ] as const)(
    'is %s when judged %s with low end %f and p %f among %i neurons',
    (status, place, low, p, matched, why) => {
      const rung = causeRung(measured(place, low, p, matched));
      expect(rung.status).toBe(status);
      if (why === null) expect(rung.reason).toBeNull();
      else expect(rung.reason).toMatch(why);
    },
  );
});
