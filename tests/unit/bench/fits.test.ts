import fc from 'fast-check';
import { expect, it } from 'vitest';
import { baseAndSlope, exponentOf, growth } from '../../bench/size/fits.ts';

const sizes = [3, 10, 40, 200];
const of = (value: (size: number) => number) => sizes.map((size) => ({ size, value: value(size) }));

it('the exponent of a power is found, whatever stands before it', () => {
  const power = fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: 1e-6, max: 1e6, noNaN: true }));
  fc.assert(
    fc.property(power, ([exponent, factor]) => {
      expect(exponentOf(of((size) => factor * size ** exponent))).toBeCloseTo(exponent, 8);
    }),
    { seed: 3 },
  );
  // n log n lies above 1 and well below 2.
  const sorting = exponentOf(of((size) => size * Math.log(size))) ?? 0;
  expect(sorting).toBeGreaterThan(1.1);
  expect(sorting).toBeLessThan(1.6);
});

it('what is there without any size is told from what each adds', () => {
  expect(baseAndSlope(of((size) => 400 + 32 * size))).toEqual({
    base: expect.closeTo(400, 8),
    perSize: expect.closeTo(32, 8),
  });
});

it('one size tells nothing, and what has no logarithm is refused', () => {
  const once = [{ size: 5, value: 2 }];
  expect([exponentOf(once), exponentOf([...once, ...once]), baseAndSlope(once)]).toEqual([null, null, null]);
  expect(() => exponentOf(of(() => 0))).toThrow(RangeError);
});

it('what something grows with is said in words', () => {
  const row = (size: number) => ({ of: 'units', size, seconds: 1, processor: size ** 1.5, MB: 300 + size / 4 });
  expect(growth([row(100), row(200), row(400)])).toBe(
    'Processor time grows with the power 1.50 of the units; memory is 300 MB and 0.25 MB for each.',
  );
  const small = (size: number) => ({ ...row(size), MB: 200 + size / 2 ** 18 });
  expect(growth([small(2 ** 20), small(2 ** 22)])).toContain('memory is 200 MB and 4.0 bytes for each');
  expect(growth([row(5)])).toBe('One size alone does not tell what it grows with.');
});
