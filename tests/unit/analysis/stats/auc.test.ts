/** Areas, ranks, correlations and tails, beside SciPy and NumPy; by their definitions: tests/unit/properties/ranks.test.ts. */
import { describe, expect, it } from 'vitest';
import { correlations, deviationAndMemory } from '../../../../runner/analysis/stats/correlation.ts';
import { exactInterval, normalTwoSided, studentQuantile } from '../../../../runner/analysis/stats/distributions.ts';
import { midRanks, segmentRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { auc, benjaminiHochberg, mannWhitneyP, pointBiserial } from '../../../../runner/index.ts';
import { distance, nearly, reference, statistics } from './reference.ts';

describe.each([
  ['auc', auc, 1e-9],
  ['mannWhitneyP', mannWhitneyP, 1e-6],
  ['pointBiserial', pointBiserial, 1e-9],
] as const)('%s', (name, of, near) => {
  it("is SciPy's, where activations are tied too", () => {
    const found = reference.activations.map((activation) => of(activation, reference.mask));
    expect(distance(found, reference[name])).toBeLessThan(near);
    for (const { activation, mask, ...expected } of statistics.tied)
      expect(of(activation, mask)).toBeCloseTo(expected[name], 10);
  });

  it('is undefined when all or none of the tokens carry the feature, and refuses a mask of another length', () => {
    expect([of([1, 2], [1, 1]), of([1, 2], [0, 0])]).toEqual([Number.NaN, Number.NaN]);
    expect(() => of([1, 2, 3], [1, 0])).toThrow('one activation per token of the mask (2), got 3');
  });
});

it('masks are of booleans or numbers; a neuron that never changes, or is balanced, has a p of 1, and no correlation', () => {
  expect(auc([1, 2, 2, 4], [false, true, false, true])).toBe(3.5 / 4);
  expect(pointBiserial([2, -2, -2, 2, 2], [false, true, true, false, false])).toBeCloseTo(-1, 14);
  expect([mannWhitneyP([3, 3, 3, 3], [1, 0, 1, 0]), mannWhitneyP([1, 2, 3, 4], [1, 0, 0, 1])]).toEqual([1, 1]);
  expect(pointBiserial([3, 3, 3], [1, 0, 0])).toBeNaN();
});

it("Benjamini and Hochberg's correction agrees with SciPy, and refuses what is not a p", () => {
  expect(distance(benjaminiHochberg(reference.mannWhitneyP), reference.benjaminiHochberg)).toBeLessThan(1e-9);
  const { p, adjusted } = statistics.benjaminiHochberg;
  expect(distance(benjaminiHochberg(p), adjusted)).toBeLessThan(1e-12);
  for (const none of [1.1, Number.NaN])
    expect(() => benjaminiHochberg([0.5, none])).toThrow(`each p must be 0 to 1, got ${none}`);
});

describe('ranks', () => {
  const inBoth = (values: number[]) => [values, Float32Array.from(values)];

  it('are those of SciPy where values are tied, and take infinities and both zeros as values', () => {
    for (const { activation, ranks } of statistics.tied)
      for (const values of inBoth(activation)) expect(distance(midRanks(values).ranks, ranks)).toBe(0);
    for (const values of inBoth([0, Infinity, -0, -Infinity, Infinity]))
      expect([...midRanks(values).ranks]).toEqual([2.5, 4.5, 2.5, 1, 4.5]);
  });

  it('are none of a half without tokens, and refused of what is not a number, and of segments that are not whole', () => {
    for (const values of inBoth([1, Number.NaN]))
      expect(() => midRanks(values)).toThrow(/must be a number|1 is not a number/);
    expect(segmentRanks(new Float32Array(), 0)).toHaveLength(0);
    expect(() => segmentRanks(Float32Array.of(0, 1, Number.NaN, 2), 2)).toThrow('activation 2 is not a number');
    expect(() => segmentRanks(new Float32Array(5), 2)).toThrow('5 activations are not whole segments of 2');
  });
});

describe('a signal', () => {
  const one = Float32Array.of(1, 2, 4, 3);

  it('has the correlations of NumPy, 0 where another does not move; one of another length is refused', () => {
    const others = [Float32Array.of(2, 1, 5, 7), Float32Array.of(-1, -2, -4, -3), Float32Array.of(3, 3, 3, 3)];
    // np.corrcoef([1, 2, 4, 3], [2, 1, 5, 7])[0, 1]
    expect([...correlations(one, others)]).toEqual(nearly([0.703_210_846_407_743, -1, 0], 12));
    expect(() => correlations(one, [new Float32Array(3)])).toThrow('a signal of 3 tokens beside one of 4');
  });

  it('has a deviation, and a memory within its segments: their first tokens have none before them', () => {
    // deviations -1.5, -.5, 1.5, .5: squares 5; products of neighbours .75 + .75 within the two segments.
    expect(deviationAndMemory(one, 2)).toEqual({ deviation: Math.sqrt(5 / 4), memory: 1.5 / 5 });
    expect(deviationAndMemory(one, 4)).toEqual({ deviation: Math.sqrt(5 / 4), memory: 0.75 / 5 });
    expect(deviationAndMemory(Float32Array.of(2, 2), 2)).toEqual({ deviation: 0, memory: 0 });
  });
});

it("Student's quantiles, normal tails, and Clopper and Pearson's intervals are SciPy's", () => {
  for (const [degrees, quantile] of statistics.student)
    expect(studentQuantile(0.975, degrees) / quantile).toBeCloseTo(1, 6);
  for (const [z, p] of statistics.normalTwoSided) expect(normalTwoSided(-z)).toBeCloseTo(p, 13);
  for (const [successes, trials, ...interval] of statistics.clopperPearson)
    expect(distance(exactInterval(successes, trials), interval)).toBeLessThan(5e-8);
  expect(() => exactInterval(0, 0)).toThrow('got 0 of 0');
  expect(() => exactInterval(4, 3)).toThrow('got 4 of 3');
});
