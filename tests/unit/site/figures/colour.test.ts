import { expect, test } from 'vitest';
import { colourCoordinate, cssNumber } from '../../../../site/figures/colour.ts';

test('0 has no colour and the limits have full colour', () => {
  expect(colourCoordinate(0, [-4, 4])).toBe(0);
  expect(colourCoordinate(-4, [-4, 4])).toBe(-1);
  expect(colourCoordinate(1, [0, 1])).toBe(1);
  expect(colourCoordinate(0.25, [0, 1])).toBe(0.25);
});

test('a value beyond the limits keeps the full colour', () => {
  expect(colourCoordinate(1.01, [-1, 1])).toBe(1);
});

test('CSS numbers are as short as they can be', () => {
  expect([0.531, -0.5, 1, -1, 0, -0.001].map(cssNumber)).toEqual(['.53', '-.5', '1', '-1', '0', '0']);
});
