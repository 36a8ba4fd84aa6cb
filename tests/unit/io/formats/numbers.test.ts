import { expect, it } from 'vitest';
import { floatsToHalves, halvesToFloats } from '../../../../runner/io/formats/numbers.ts';

// Values from the table of examples for binary16 in IEEE 754.
const known: [number, number][] = [
  [0x8000, -0],
  [0x0001, 2 ** -24],
  [0x03ff, 1023 * 2 ** -24],
  [0x0400, 2 ** -14],
  [0x3555, 0.333251953125],
  [0x3c00, 1],
  [0x3c01, 1.0009765625],
  [0x7bff, 65504],
  [0xc000, -2],
  [0x7c00, Infinity],
  [0xfc00, -Infinity],
];

it.each(known)('of half precision 0x%s reads as %s and is written back', (bits, value) => {
  expect(halvesToFloats(Uint16Array.of(bits))[0]).toBe(value);
  expect(floatsToHalves(Float32Array.of(value))[0]).toBe(bits);
});

// To the nearest, ties to even.
it.each([
  [1 + 2 ** -11, 0x3c00],
  [1 + 1.5 * 2 ** -10, 0x3c02],
  [65519, 0x7bff],
  [65520, 0x7c00],
])('%s is rounded to half precision as 0x%s', (value, bits) => {
  expect(floatsToHalves(Float32Array.of(value))[0]).toBe(bits);
});

it('half precision reads NaN', () => {
  expect(halvesToFloats(floatsToHalves(Float32Array.of(Number.NaN)))[0]).toBeNaN();
});
