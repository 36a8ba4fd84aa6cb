import { expect, test } from 'vitest';
import { probability, range } from '../../../../site/words/numbers.ts';

test('a probability is never printed as 0', () => {
  expect(probability(1 / 10_001)).toBe('< 0.0001');
  expect(probability(0)).toBe('< 0.0001');
  expect(probability(0.00042)).toBe('0.00042');
  expect(probability(0.0312)).toBe('0.031');
  expect(probability(1)).toBe('1.0');
});

test('an interval has a true minus sign', () => {
  expect(range([-0.0213, 0.034])).toBe('−0.021 to 0.034');
  expect(range([0.28, 0.991], 2)).toBe('0.28 to 0.99');
});
