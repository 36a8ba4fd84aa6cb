/** Stored numbers, little endian, by the names that safetensors has for their types. Pure. */
import { halvesToFloats } from './safetensors/half.ts';

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
