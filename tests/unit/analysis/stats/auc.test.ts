/** What tells carriers from the rest, beside SciPy; by its definition it is asked in tests/unit/properties/ranks.test.ts. */
import { describe, expect, it } from 'vitest';
import { auc, mannWhitneyP, pointBiserial } from '../../../../runner/index.ts';
import { distance, reference, statistics } from './reference.ts';

describe.each([
  ['auc', auc, 1e-9],
  ['mannWhitneyP', mannWhitneyP, 1e-6],
  ['pointBiserial', pointBiserial, 1e-9],
] as const)('%s', (name, of, near) => {
  it("is SciPy's, where activations are tied too", () => {
    const found = reference.activations.map((activation) => of(activation, reference.mask));
    expect(distance(found, reference[name])).toBeLessThan(near);
    for (const { activation, mask, ...expected } of statistics.tied) {
      expect(of(activation, mask)).toBeCloseTo(expected[name], 10);
    }
  });

  it('is undefined when all or none of the tokens carry the feature, and refuses a mask of another length', () => {
    expect([of([1, 2], [1, 1]), of([1, 2], [0, 0])]).toEqual([Number.NaN, Number.NaN]);
    expect(() => of([1, 2, 3], [1, 0])).toThrow('one activation per token of the mask (2), got 3');
  });
});

it('masks are of booleans or numbers', () => {
  expect(auc([1, 2, 2, 4], [false, true, false, true])).toBe(3.5 / 4);
  expect(pointBiserial([2, -2, -2, 2, 2], [false, true, true, false, false])).toBeCloseTo(-1, 14);
});

it('a neuron that never changes, or is balanced, has a p of 1, and no correlation', () => {
  expect([mannWhitneyP([3, 3, 3, 3], [1, 0, 1, 0]), mannWhitneyP([1, 2, 3, 4], [1, 0, 0, 1])]).toEqual([1, 1]);
  expect(pointBiserial([3, 3, 3], [1, 0, 0])).toBeNaN();
});
