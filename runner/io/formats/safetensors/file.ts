/**
 * The safetensors format in memory, read and written. Source: github.com/huggingface/safetensors (README, "Format").
 * F32, F16, BF16 and F64 are read as float32; F32 and F16 are written; I32 is written for token ids and read back.
 */
import { type Shape, sizeOf, type Tensor } from '../../../core/tensor.ts';
import { shareOf, writtenSums } from './checksum.ts';
import { floatsToHalves, halvesToFloats } from './half.ts';
import { bytesPer, type DType, failure, parseHeader, prefixBytes } from './header.ts';

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

/** A whole safetensors file, with the checksums of its arrays; `dtype` F16 halves it at a relative error of at most 2^-11. */
export function encodeSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  dtype: 'F32' | 'F16' = 'F32',
  metadata?: Record<string, string>,
): Uint8Array {
  const arrays = Object.entries(tensors).map(([name, { shape, data }]) => {
    const stored = dtype === 'F32' ? data : floatsToHalves(data);
    return { name, dtype, shape, bytes: new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength) };
  });
  const sums = writtenSums(new Map(arrays.map(({ name, bytes }) => [name, shareOf(bytes)])));
  const { header, offsetOf, dataLength } = layout(arrays, { ...metadata, ...sums });
  const file = new Uint8Array(header.length + dataLength);
  file.set(header);
  for (const { name, bytes } of arrays) file.set(bytes, header.length + offsetOf(name));
  return file;
}

/** Types that stand for weights; a file of weights with others is refused, since they may stand for other numbers. */
const toFloats = {
  F32: (buffer) => new Float32Array(buffer),
  F64: (buffer) => Float32Array.from(new Float64Array(buffer)),
  F16: (buffer) => halvesToFloats(new Uint16Array(buffer)),
  // The upper half of a float32.
  BF16: (buffer) => new Float32Array(Uint32Array.from(new Uint16Array(buffer), (half) => half << 16).buffer),
  I32: (buffer) => Float32Array.from(new Int32Array(buffer)),
  I64: (buffer) => Float32Array.from(new BigInt64Array(buffer), Number),
} as const satisfies Partial<Record<DType, (buffer: ArrayBuffer) => Float32Array>>;
type FloatType = keyof typeof toFloats;
const isFloatType = (type: string): type is FloatType => Object.hasOwn(toFloats, type);

export interface SafetensorsFile {
  tensors: Record<string, Tensor>;
  metadata: Readonly<Record<string, string>>;
}

/**
 * All arrays of a file, as float32, and its metadata.
 * @param path only for messages.
 * @throws InputError when the bytes are no safetensors file, an array lies outside it or over another, is damaged, or its type
 * is not read.
 */
export function readSafetensors(file: Uint8Array, path: string): SafetensorsFile {
  // A Buffer's slice would share memory and offset; a plain view's slice copies.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  const fail = failure(path);
  const { arrays, metadata, end, checkSum } = parseHeader(bytes, path);
  const checked = [...arrays].map(([name, { type, shape, from, length }]) => {
    if (!isFloatType(type))
      return fail(`array "${name}" has type ${JSON.stringify(type)}; read are ${Object.keys(toFloats).join(', ')}`);
    if (length < 0 || from + length > bytes.length) fail(`array "${name}" lies outside the file`);
    if (length !== sizeOf(shape) * bytesPer[type])
      fail(`array "${name}" has ${length} bytes, not those of its shape [${shape}]`);
    return { name, type, shape, from, length };
  });
  // Many names for the same bytes would take far more memory than the file.
  const claimed = checked.reduce((sum, { length }) => sum + length, 0);
  const held = bytes.length - end;
  if (claimed > held) fail(`its arrays claim ${claimed} bytes and it holds ${held}: they overlap`);
  const tensors: Record<string, Tensor> = Object.create(null);
  for (const { name, type, shape, from, length } of checked) {
    const own = bytes.slice(from, from + length);
    checkSum(name, shareOf(own));
    tensors[name] = { shape, data: toFloats[type](own.buffer) };
  }
  return { tensors, metadata };
}

/** The arrays alone. */
export const decodeSafetensors = (file: Uint8Array, path: string): Record<string, Tensor> =>
  readSafetensors(file, path).tensors;
