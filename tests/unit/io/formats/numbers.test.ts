import { describe, expect, it } from 'vitest';
import { floatsToHalves, halvesToFloats } from '../../../../runner/io/formats/numbers.ts';

// Values from the table of examples for binary16 in IEEE 754.
const known: [number, number][] = [
  [0x0000, 0],
  [0x0001, 2 ** -24],
  [0x03ff, 1023 * 2 ** -24],
  [0x0400, 2 ** -14],
  [0x3555, 0.333251953125],
  [0x3bff, 0.99951171875],
  [0x3c00, 1],
  [0x3c01, 1.0009765625],
  [0x7bff, 65504],
  [0xc000, -2],
  [0x7c00, Infinity],
  [0xfc00, -Infinity],
];

describe('half precision', () => {
  it.each(known)('0x%s reads as %s and is written back', (bits, value) => {
    expect(halvesToFloats(Uint16Array.of(bits))[0]).toBe(value);
    expect(floatsToHalves(Float32Array.of(value))[0]).toBe(bits);
  });

  it('keeps the sign of zero and reads NaN', () => {
    expect(halvesToFloats(Uint16Array.of(0x8000))[0]).toBe(-0);
    expect(floatsToHalves(Float32Array.of(-0))[0]).toBe(0x8000);
    expect(halvesToFloats(floatsToHalves(Float32Array.of(NaN)))[0]).toBeNaN();
  });

  it('rounds to the nearest, ties to even', () => {
    const step = 2 ** -10;
    expect(floatsToHalves(Float32Array.of(1 + step / 2))[0]).toBe(0x3c00);
    expect(floatsToHalves(Float32Array.of(1 + 1.5 * step))[0]).toBe(0x3c02);
    expect(floatsToHalves(Float32Array.of(65519))[0]).toBe(0x7bff);
    expect(floatsToHalves(Float32Array.of(65520))[0]).toBe(0x7c00);
  });
});
