import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from '../../../../runner/index.ts';
import { distance, reference, statistics } from './reference.ts';

describe("Benjamini and Hochberg's correction", () => {
  it('agrees with the reference numbers', () => {
    expect(distance(benjaminiHochberg(reference.mannWhitneyP), reference.benjaminiHochberg)).toBeLessThan(1e-9);
  });

  it('agrees with SciPy', () => {
    const { p, adjusted } = statistics.benjaminiHochberg;
    expect(distance(benjaminiHochberg(p), adjusted)).toBeLessThan(1e-12);
  });

  it('never goes above 1, nor below the p itself, and keeps their order', () => {
    // By hand: .9 stays; .04 x 3 / 2 = .06; .03 x 3 = .09, lowered to .06.
    expect([...benjaminiHochberg([0.9, 0.03, 0.04])]).toEqual([0.9, 0.06, 0.06]);
    expect([...benjaminiHochberg([])]).toEqual([]);
  });

  it('refuses what is not a p', () => {
    expect(() => benjaminiHochberg([0.5, 1.1])).toThrow('each p must be 0 to 1, got 1.1');
    expect(() => benjaminiHochberg([Number.NaN])).toThrow('got NaN');
  });
});
