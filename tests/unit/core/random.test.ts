import { describe, expect, it } from 'vitest';
import { random, shuffle } from '../../../runner/core/random.ts';

describe('random numbers', () => {
  it('are uniform in [0, 1): mean, variance and a chi-square of 100 bins', () => {
    const source = random(42);
    const bins = new Array<number>(100).fill(0);
    let sum = 0;
    let squares = 0;
    const draws = 100_000;
    for (let i = 0; i < draws; i++) {
      const u = source.uniform();
      expect(u >= 0 && u < 1).toBe(true);
      bins[Math.floor(100 * u)] = (bins[Math.floor(100 * u)] ?? 0) + 1;
      sum += u;
      squares += u * u;
    }
    expect(sum / draws).toBeCloseTo(0.5, 2);
    expect(squares / draws).toBeCloseTo(1 / 3, 2);
    // 99 degrees of freedom: 148.2 is the upper 0.1% point.
    expect(bins.reduce((chi, n) => chi + (n - 1000) ** 2 / 1000, 0)).toBeLessThan(148.2);
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
    const first = (...seeds: number[]) => random(...seeds).bits();
    expect(
      new Set([first(0), first(1), first(0, 0), first(1, 0), first(0, 1), first(2 ** 32), first(2 ** 40)]).size,
    ).toBe(7);
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
    const seen = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffle(['a', 'b', 'c'], source).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    for (const n of seen.values()) expect(Math.abs(n - 1000)).toBeLessThan(5 * Math.sqrt(1000));
  });
});
