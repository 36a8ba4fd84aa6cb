import { describe, expect, it } from 'vitest';
import { random, shuffle } from '../../../runner/core/random.ts';
import { nearly } from '../analysis/stats/reference.ts';

describe('random numbers', () => {
  it('are uniform in [0, 1): mean, variance and a chi-square of 100 bins', () => {
    const source = random(42);
    const values = Array.from({ length: 100_000 }, () => source.uniform());
    const moment = (power: number) => values.reduce((sum, u) => sum + u ** power, 0) / values.length;
    expect([moment(1), moment(2)]).toEqual(nearly([1 / 2, 1 / 3], 2));
    const bins = Map.groupBy(values, (u) => Math.floor(100 * u));
    expect([...bins.keys()].sort((a, b) => a - b)).toEqual([...Array(100).keys()]);
    // 99 degrees of freedom: 148.2 is the upper 0.1% point.
    const square = [...bins.values()].reduce((chi, own) => chi + (own.length - 1000) ** 2 / 1000, 0);
    expect(square).toBeLessThan(148.2);
  });

  it('have 27 bits of one draw and 26 of the next', () => {
    const [drawn, bits] = [random(5), random(5)];
    for (let count = 0; count < 100; count++) {
      const [high, low] = [BigInt(bits.bits()), BigInt(bits.bits())];
      expect(drawn.uniform()).toBe(Number(((high >> 5n) << 26n) | (low >> 6n)) / 2 ** 53);
    }
  });

  it('are normal: mean 0, variance 1, kurtosis 3', () => {
    const source = random(7);
    const values = Array.from({ length: 100_000 }, () => source.normal());
    const moment = (power: number) => values.reduce((sum, v) => sum + v ** power, 0) / values.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.02);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.03);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.2);
  });

  it('differ for seeds that differ anywhere, above 2^32 too', () => {
    const seeds = [[0], [1], [0, 0], [1, 0], [0, 1], [2 ** 32], [2 ** 40]];
    expect(new Set(seeds.map((own) => random(...own).bits())).size).toBe(seeds.length);
  });

  it('are the same many at a time as one by one, and go on where they were', () => {
    const [one, many] = [random(3, 1), random(3, 1)];
    const expected = Array.from({ length: 21 }, () => one.bits());
    const [first, second] = [new Uint32Array(8), new Uint32Array(12)];
    many.fill(first);
    const between = many.bits();
    many.fill(second);
    expect([...first, between, ...second]).toEqual(expected);
  });

  it('shuffle every order of three about equally often', () => {
    const source = random(3);
    const seen = Map.groupBy(Array(6000).keys(), () => shuffle(['a', 'b', 'c'], source).join(''));
    expect(seen.size).toBe(6);
    for (const own of seen.values()) expect(Math.abs(own.length - 1000)).toBeLessThan(5 * Math.sqrt(1000));
  });
});
