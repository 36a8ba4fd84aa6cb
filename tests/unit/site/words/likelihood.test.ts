/** A loss in nats as what becomes of a chance. */
import { expect, it } from 'vitest';
import { changed, likelihood, lostShares } from '../../../../site/words/likelihood.ts';

it('a loss is told as what becomes of a chance, either way', () => {
  // By hand: e^-0.14 is 0.8694, e^0.0058 is 1.0058, e^-2.3026 is a tenth.
  expect([0.14, -0.0058, Math.LN10, 0].map(likelihood)).toEqual([
    '13% less likely',
    '0.58% more likely',
    '90% less likely',
    '0% less likely',
  ]);
  expect([0.14, -0.0058, Math.LN10, 0].map(changed)).toEqual(['−13%', '+0.58%', '−90%', '0%']);
});

it('an interval is told as shares that are lost; below zero nothing is', () => {
  // e^-0.1253 is 0.8822, e^-0.1656 is 0.8474, e^0.0005 is 1.0005.
  expect(lostShares([0.1253, 0.1656])).toBe('12% to 15%');
  expect(lostShares([-0.0005, 0.0006])).toBe('−0.05% to 0.06%');
});
