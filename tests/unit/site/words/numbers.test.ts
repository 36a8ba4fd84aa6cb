import { expect, test } from 'vitest';
import { counted, decimal, duration, limit, significant } from '../../../../site/words/numbers.ts';

test('decimals have a true minus sign, and no minus on a zero', () => {
  expect(decimal(-0.5)).toBe('−0.50');
  expect(decimal(0.535, 1)).toBe('0.5');
  expect(decimal(-0.001)).toBe('0.00');
});

test('significant digits fit quantities of any size', () => {
  expect(significant(0.012345)).toBe('0.0123');
  expect(significant(1234.5)).toBe('1235');
  expect(significant(-2.3456, 2)).toBe('−2.3');
  expect(significant(0)).toBe('0');
  expect(significant(1.5e-7)).toBe('1.50e−7');
  expect([significant(-8.5e-6, 2), significant(2.36e7)]).toEqual(['−8.5e−6', '2.36e7']);
});

test('limits of a scale carry no empty digits', () => {
  expect([limit(1), limit(-1), limit(-5.2345), limit(0)]).toEqual(['1', '−1', '−5.23', '0']);
});

test('counts agree with their nouns', () => {
  expect(counted(1, 'token')).toBe('1 token');
  expect(counted(13000, 'token')).toBe('13,000 tokens');
});

test('durations are said in the units a reader uses', () => {
  expect([duration(42.4), duration(95), duration(7320)]).toEqual(['42 s', '1 min 35 s', '2 h 2 min']);
});
