import { expect, it } from 'vitest';
import { exactInterval, normalTwoSided, studentQuantile } from '../../../../runner/analysis/stats/distributions.ts';
import { distance, statistics } from './reference.ts';

it("Student's quantiles, normal tails, and Clopper and Pearson's intervals are SciPy's", () => {
  for (const [degrees, quantile] of statistics.student)
    expect(studentQuantile(0.975, degrees) / quantile).toBeCloseTo(1, 6);
  for (const [z, p] of statistics.normalTwoSided) expect(normalTwoSided(-z)).toBeCloseTo(p, 13);
  for (const [successes, trials, ...interval] of statistics.clopperPearson)
    expect(distance(exactInterval(successes, trials), interval)).toBeLessThan(5e-8);
});

it.each([
  [0, 0],
  [4, 3],
])('%i of %i is no share', (successes, trials) => {
  expect(() => exactInterval(successes, trials)).toThrow(`got ${successes} of ${trials}`);
});
