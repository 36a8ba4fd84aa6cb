import fc from 'fast-check';
import { expect, it } from 'vitest';
import { baseAndSlope, exponentOf, growth } from '../../bench/size/fits.ts';

const of = (value: (size: number) => number) => [3, 10, 40, 200].map((size) => ({ size, value: value(size) }));

it('the exponent of a power is found, whatever stands before it', () => {
  const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const power = fc.property(between(-3, 3), between(1e-6, 1e6), (exponent, factor) => {
    expect(exponentOf(of((size) => factor * size ** exponent))).toBeCloseTo(exponent, 8);
  });
  fc.assert(power, { seed: 3 });
  // n log n lies above 1 and well below 2.
  const sorting = exponentOf(of((size) => size * Math.log(size)));
  expect(sorting).toBeGreaterThan(1.1);
  expect(sorting).toBeLessThan(1.6);
});

it('what is there without any size is told from what each adds; one size tells nothing', () => {
  const close = (value: number) => expect.closeTo(value, 8);
  expect(baseAndSlope(of((size) => 400 + 32 * size))).toEqual({ base: close(400), perSize: close(32) });
  const once = [{ size: 5, value: 2 }];
  expect([exponentOf(once), exponentOf([...once, ...once]), baseAndSlope(once)]).toEqual([null, null, null]);
  expect(() => exponentOf(of(() => 0))).toThrow(RangeError);
});

it.each([
  [
    [100, 200, 400],
    300,
    1 / 4,
    'Processor time grows with the power 1.50 of the units; memory is 300 MB and 0.25 MB for each.',
  ],
  [[2 ** 20, 2 ** 22], 200, 1 / 2 ** 18, 'memory is 200 MB and 4.0 bytes for each'],
  [[5], 300, 1 / 4, 'One size alone does not tell what it grows with.'],
])('what something of sizes %j grows with is said in words', (sizes, base, slope, words) => {
  const rows = sizes.map((size) => ({
    of: 'units',
    size,
    seconds: 1,
    processor: size ** 1.5,
    MB: base + slope * size,
  }));
  expect(growth(rows)).toContain(words);
});
