/** Stored numbers, little endian, by the names that safetensors has for their types. Pure. */
import { float32At, uint16At } from '../../core/at.ts';

/** Bytes of one number of each type that is read or written. */
export const bytesPer = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, U32: 4, U16: 2, I8: 1, U8: 1 } as const;
export type DType = keyof typeof bytesPer;

const decoders = {
  F32: (buffer) => new Float32Array(buffer),
  F64: (buffer) => Float32Array.from(new Float64Array(buffer)),
  F16: (buffer) => halvesToFloats(new Uint16Array(buffer)),
  // The upper half of a float32.
  BF16: (buffer) => new Float32Array(Uint32Array.from(new Uint16Array(buffer), (half) => half << 16).buffer),
  I32: (buffer) => Float32Array.from(new Int32Array(buffer)),
  I64: (buffer) => Float32Array.from(new BigInt64Array(buffer), Number),
} as const satisfies Partial<Record<DType, (buffer: ArrayBuffer) => Float32Array>>;

/** Those that stand for weights; a file of weights with others is refused, since they may stand for other numbers. */
export type FloatType = keyof typeof decoders;
export const floatTypes = Object.keys(decoders);
export const isFloatType = (type: string): type is FloatType => Object.hasOwn(decoders, type);

/** As float32, copied: the bytes need not lie where a number may begin. */
export const floatsOf = (type: FloatType, bytes: Uint8Array): Float32Array =>
  decoders[type](new Uint8Array(bytes).buffer);

/** A whole number that counts something: no less than 0. */
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

// Half precision (IEEE 754 binary16), for Node 22 has no Float16Array.
const largest = 65504;
/** By this the bits of a half stand for less in those places of a float32: the exponents' biases are 15 and 127. */
const lessAsFloat = 2 ** 112;

export function halvesToFloats(halves: Uint16Array): Float32Array {
  const floats = new Float32Array(halves.length);
  const bits = new Uint32Array(floats.buffer);
  for (let i = 0; i < bits.length; i++) {
    const half = uint16At(halves, i);
    // The largest exponent is that of infinity and NaN in both.
    const endless = (half & 0x7c00) === 0x7c00 ? 0x7f800000 : 0;
    bits[i] = ((half & 0x8000) << 16) | ((half & 0x7fff) << 13) | endless;
    floats[i] = float32At(floats, i) * lessAsFloat;
  }
  return floats;
}

/** The nearest half-precision number; ties to even. */
function toHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  // Halfway between the largest number and the next step rounds to infinity.
  if (size >= largest + 16) return sign | 0x7c00;
  // Numbers below 2^-14 have its exponent. A value just below a power of two may get the one above: it gives the same bits.
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  return sign | ((exponent + 14) * 1024 + roundEven((size / 2 ** exponent) * 1024));
}

function roundEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}

export const floatsToHalves = (values: Float32Array): Uint16Array => Uint16Array.from(values, toHalf);
