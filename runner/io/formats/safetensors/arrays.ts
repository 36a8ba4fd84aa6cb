/**
 * Safetensors files of arrays that keep their own types: bytes, whole numbers, floats. For the side-cars of results,
 * which a page reads in the browser and anyone reads with the safetensors package of Python. Pure.
 */
import { sizeOf } from '../../../core/tensor.ts';
import { FormatError } from '../format-error.ts';
import { fileOf } from './file.ts';
import { parseHeader, type SafetensorsHeader } from './header.ts';

const kinds = {
  U8: Uint8Array,
  I8: Int8Array,
  U16: Uint16Array,
  U32: Uint32Array,
  I32: Int32Array,
  F32: Float32Array,
  F64: Float64Array,
} as const;
export type Kind = keyof typeof kinds;
export type ArrayKinds = { [K in Kind]: (typeof kinds)[K]['prototype'] };
export type TypedArray = ArrayKinds[Kind];

export interface TypedTensor<A extends TypedArray = TypedArray> {
  shape: readonly number[];
  data: A;
}

function kindOf(data: TypedArray): Kind {
  for (const [kind, array] of Object.entries(kinds)) if (data instanceof array) return kind as Kind;
  throw new TypeError('encodeArrays: an array of a type that is not written');
}

/**
 * A whole file. Arrays with larger numbers come first, so that each lies at a multiple of its number's size.
 * @throws RangeError when an array's length is not that of its shape.
 */
export function encodeArrays(arrays: Readonly<Record<string, TypedTensor>>): Uint8Array<ArrayBuffer> {
  const sorted = Object.entries(arrays).sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  for (const [name, { shape, data }] of sorted) {
    if (sizeOf(shape) === data.length) continue;
    const says = `its shape [${shape}] says ${sizeOf(shape)}`;
    throw new RangeError(`encodeArrays: "${name}" has ${data.length} numbers, ${says}`);
  }
  return fileOf(sorted.map(([name, { shape, data }]) => ({ name, dtype: kindOf(data), shape, data })));
}

/**
 * The arrays of a file that `encodeArrays` wrote, each copied out.
 * @throws RangeError when the bytes do not begin with a header, or an array lies outside them or has another type.
 */
export function decodeArrays(file: Uint8Array, path: string): Record<string, TypedTensor> {
  const { arrays: stored } = headerOf(file, path);
  const arrays: Record<string, TypedTensor> = Object.create(null);
  for (const [name, { type, shape, from, length }] of stored) {
    const array = Object.entries(kinds).find(([kind]) => kind === type)?.[1];
    if (array === undefined || length < 0 || from + length > file.length) {
      throw new RangeError(`${path}: array "${name}" of type ${type} cannot be read`);
    }
    arrays[name] = { shape, data: new array(new Uint8Array(file.subarray(from, from + length)).buffer) };
  }
  return arrays;
}

function headerOf(file: Uint8Array, path: string): SafetensorsHeader {
  try {
    return parseHeader(file);
  } catch (error) {
    throw error instanceof FormatError ? new RangeError(`${path}: ${error.message}`) : error;
  }
}

/**
 * One array, of the type and the shape that the caller expects.
 * @param shape a length of null may be any.
 * @throws RangeError when there is none, or it is another.
 */
export function arrayOf<K extends Kind>(
  arrays: Readonly<Record<string, TypedTensor>>,
  name: string,
  kind: K,
  shape: readonly (number | null)[],
): ArrayKinds[K] {
  const found = arrays[name];
  const fits =
    found !== undefined &&
    found.data instanceof kinds[kind] &&
    found.shape.length === shape.length &&
    shape.every((length, axis) => length === null || length === found.shape[axis]);
  if (!fits) {
    const is = found === undefined ? 'none' : `${kindOf(found.data)} [${found.shape}]`;
    throw new RangeError(`"${name}" should be ${kind} [${shape.map((length) => length ?? 'any')}], is ${is}`);
  }
  return found.data as ArrayKinds[K];
}
