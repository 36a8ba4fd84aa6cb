/** By their definitions they are asked in tests/unit/properties/ranks.test.ts. */
import { expect, it } from 'vitest';
import { benjaminiHochberg } from '../../../../runner/index.ts';
import { distance, reference, statistics } from './reference.ts';

it("Benjamini and Hochberg's correction agrees with SciPy, and refuses what is not a p", () => {
  expect(distance(benjaminiHochberg(reference.mannWhitneyP), reference.benjaminiHochberg)).toBeLessThan(1e-9);
  const { p, adjusted } = statistics.benjaminiHochberg;
  expect(distance(benjaminiHochberg(p), adjusted)).toBeLessThan(1e-12);
  for (const none of [1.1, Number.NaN])
    expect(() => benjaminiHochberg([0.5, none])).toThrow(`each p must be 0 to 1, got ${none}`);
});
