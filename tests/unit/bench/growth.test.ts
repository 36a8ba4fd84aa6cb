import fc from 'fast-check';
import { expect, it } from 'vitest';
import { growth } from '../../bench/growth.ts';

const said = (sizes: readonly number[], processor: (size: number) => number, MB = (_: number) => 1) =>
  growth(sizes.map((size) => ({ of: 'units', size, seconds: 1, processor: processor(size), MB: MB(size) })));
const exponentOf = (value: (size: number) => number) => Number(/power (\S+)/.exec(said([3, 10, 40, 200], value))?.[1]);

it('the exponent of a power is found, whatever stands before it', () => {
  const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const power = fc.property(between(-3, 3), between(1e-6, 1e6), (exponent, factor) => {
    expect(Math.abs(exponentOf((size) => factor * size ** exponent) - exponent)).toBeLessThan(0.0051);
  });
  fc.assert(power, { seed: 3 });
  // n log n lies above 1 and well below 2.
  const sorting = exponentOf((size) => size * Math.log(size));
  expect(sorting).toBeGreaterThan(1.1);
  expect(sorting).toBeLessThan(1.6);
});

it.each([
  [[100, 200, 400], 300, 1 / 4, 'the power 1.50 of the units; memory is 300 MB and 0.25 MB for each.'],
  [[2 ** 20, 2 ** 22], 200, 1 / 2 ** 18, 'memory is 200 MB and 4.0 bytes for each'],
  [[5], 300, 1 / 4, 'One size alone does not tell what it grows with.'],
  [[5, 5], 300, 1 / 4, 'One size alone does not tell what it grows with.'],
])('what something of sizes %j grows with is said in words', (sizes, base, slope, words) => {
  expect(
    said(
      sizes,
      (size) => size ** 1.5,
      (size) => base + slope * size,
    ),
  ).toContain(words);
});
