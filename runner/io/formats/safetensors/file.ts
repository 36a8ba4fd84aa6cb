/**
 * The safetensors format in memory, read and written. Source: github.com/huggingface/safetensors (README, "Format").
 * F32, F16, BF16 and F64 are read as float32; F32 and F16 are written; I32 is written for token ids and read back.
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
export function fileOf(
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

/**
 * All arrays of a file, as float32, and its metadata.
 * @throws FormatError when the bytes are no safetensors file, an array lies outside it or over another, is damaged, or its type
 * is not read.
 */
export function safetensorsIn(file: Uint8Array): SafetensorsFile {
  const { arrays, metadata, end, checkSum } = parseHeader(file);
  let held = 0;
  const readers = [...arrays].map(([name, { type, shape, from, length }]) => {
    if (!isFloatType(type))
      throw new FormatError(`array "${name}" has type ${JSON.stringify(type)}; read are ${floatTypes.join(', ')}`);
    if (length < 0 || from + length > file.length) throw new FormatError(`array "${name}" lies outside the file`);
    if (length !== sizeOf(shape) * bytesPer[type])
      throw new FormatError(`array "${name}" has ${length} bytes, not those of its shape [${shape}]`);
    held += length;
    return () => {
      const bytes = file.subarray(from, from + length);
      checkSum(name, shareOf(bytes));
      return [name, { shape, data: floatsOf(type, bytes) }] as const;
    };
  });
  // Many names for the same bytes would take far more memory than the file.
  if (held > file.length - end)
    throw new FormatError(`its arrays claim ${held} bytes and it holds ${file.length - end}: they overlap`);
  const tensors: Record<string, Tensor> = Object.create(null);
  for (const read of readers) {
    const [name, tensor] = read();
    tensors[name] = tensor;
  }
  return { tensors, metadata };
}
