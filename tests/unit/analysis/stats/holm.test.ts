import { describe, expect, it } from 'vitest';
import { holm } from '../../../../runner/analysis/stats/holm.ts';
import { benjaminiHochberg } from '../../../../runner/index.ts';
import { distance, reference, statistics } from './reference.ts';

describe("Holm's adjustment", () => {
  it('multiplies the smallest p by their number, the next by one less, and never falls', () => {
    // By hand: .01 x 4, .02 x 3, .03 x 2, .04 x 1, and from the second on at least the one before.
    expect(holm([0.02, 0.01, 0.04, 0.03])).toEqual([0.06, 0.04, 0.06, 0.06]);
  });

  it('stays at 1 at most, and has nothing to say of nothing', () => {
    expect(holm([0.6, 0.9])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});

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
