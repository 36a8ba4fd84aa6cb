/**
 * The safetensors format in memory, read and written. Source: github.com/huggingface/safetensors (README, "Format").
 * Of weights F32, F16, BF16 and F64 are read as float32; F32 and F16 are written; I32 is written for token ids and read back. Side-cars
 * of results keep the types of their arrays: a page reads them in the browser, and anyone with the safetensors package of Python. Pure.
 */
import { type Shape, sizeOf, type Tensor } from '../../../core/tensor.ts';
import { FormatError } from '../format-error.ts';
import { bytesPer, type DType, floatsOf, floatsToHalves, floatTypes, isFloatType } from '../numbers.ts';
import { parseHeader, prefixBytes, shareOf, writtenSums } from './header.ts';

/** The header's bytes (length first, padded to 8) of a file of these arrays, and where behind it each lies. */
export function layout(
  arrays: readonly { name: string; dtype: DType; shape: Shape }[],
  metadata?: Record<string, string>,
) {
  const header: Record<string, unknown> = metadata === undefined ? {} : { __metadata__: metadata };
  const offsets = new Map<string, number>();
  let offset = 0;
  for (const { name, dtype, shape } of arrays) {
    const end = offset + sizeOf(shape) * bytesPer[dtype];
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    offsets.set(name, offset);
    offset = end;
  }
  const text = JSON.stringify(header);
  const json = new TextEncoder().encode(text + ' '.repeat((8 - (new TextEncoder().encode(text).length % 8)) % 8));
  const bytes = new Uint8Array(prefixBytes + json.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, prefixBytes);
  const offsetOf = (name: string): number => {
    const own = offsets.get(name);
    if (own === undefined) throw new RangeError(`layout: there is no array "${name}"`);
    return own;
  };
  return { header: bytes, offsetOf, dataLength: offset };
}

/** A whole file of arrays in this order, by the bytes of their numbers. */
function fileOf(
  arrays: readonly { name: string; dtype: DType; shape: Shape; data: ArrayBufferView }[],
  metadata?: Record<string, string>,
): Uint8Array<ArrayBuffer> {
  const { header, offsetOf, dataLength } = layout(arrays, metadata);
  const file = new Uint8Array(header.length + dataLength);
  file.set(header);
  for (const { name, data } of arrays) file.set(bytesIn(data), header.length + offsetOf(name));
  return file;
}

const bytesIn = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => new Uint8Array(buffer, byteOffset, byteLength);

/** A whole safetensors file, with the checksums of its arrays; `dtype` F16 halves it at a relative error of at most 2^-11. */
export function encodeSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  dtype: 'F32' | 'F16' = 'F32',
  metadata?: Record<string, string>,
): Uint8Array {
  const arrays = Object.entries(tensors).map(([name, { shape, data }]) => {
    return { name, dtype, shape, data: dtype === 'F32' ? data : floatsToHalves(data) };
  });
  const sums = writtenSums(new Map(arrays.map(({ name, data }) => [name, shareOf(bytesIn(data))])));
  return fileOf(arrays, { ...metadata, ...sums });
}

export interface SafetensorsFile {
  tensors: Record<string, Tensor>;
  metadata: Readonly<Record<string, string>>;
}

/** What a file holds, each array with its bytes. @throws FormatError when it is no safetensors file, or arrays lie outside it or over others. */
function partsOf(file: Uint8Array) {
  const { arrays, metadata, end, checkSum } = parseHeader(file);
  let held = 0;
  const parts = [...arrays].map(([name, { type, shape, from, length }]) => {
    if (length < 0 || from + length > file.length) throw new FormatError(`array "${name}" lies outside the file`);
    held += length;
    return { name, type, shape, bytes: file.subarray(from, from + length) };
  });
  // Many names for the same bytes would take far more memory than the file.
  if (held > file.length - end)
    throw new FormatError(`its arrays claim ${held} bytes and it holds ${file.length - end}: they overlap`);
  return { parts, metadata, checkSum };
}

/**
 * All arrays of a file, as float32, and its metadata.
 * @throws FormatError when the bytes are no safetensors file, or an array is damaged or of a type that is not read.
 */
export function safetensorsIn(file: Uint8Array): SafetensorsFile {
  const { parts, metadata, checkSum } = partsOf(file);
  const tensors = parts.map(({ name, type, shape, bytes }) => {
    if (!isFloatType(type))
      throw new FormatError(`array "${name}" has type ${JSON.stringify(type)}; read are ${floatTypes.join(', ')}`);
    if (bytes.length !== sizeOf(shape) * bytesPer[type])
      throw new FormatError(`array "${name}" has ${bytes.length} bytes, not those of its shape [${shape}]`);
    checkSum(name, shareOf(bytes));
    return [name, { shape, data: floatsOf(type, bytes) }] as const;
  });
  return { tensors: named(tensors), metadata };
}

/** An array may be called '__proto__'. */
const named = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> =>
  Object.assign(Object.create(null), Object.fromEntries(entries));

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
 * A whole file of arrays that keep their types. Those with larger numbers come first, so that each lies at a multiple of its
 * number's size.
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
  try {
    const arrays = partsOf(file).parts.map(({ name, type, shape, bytes }) => {
      const [, array] = Object.entries(kinds).find(([kind]) => kind === type) ?? [];
      if (array === undefined) throw new FormatError(`array "${name}" of type ${type} cannot be read`);
      return [name, { shape, data: new array(new Uint8Array(bytes).buffer) }] as const;
    });
    return named(arrays);
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
