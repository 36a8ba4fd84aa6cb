/**
 * The safetensors format, read and written. Source: github.com/huggingface/safetensors (README, "Format").
 * F32, F16, BF16 and F64 are read as float32; F32 and F16 are written; I32 is written for token ids and read back.
 */
import { InputError } from '../../core/errors.ts';
import { type Shape, sizeOf, type Tensor } from '../../core/tensor.ts';
import { floatsToHalves, halvesToFloats } from './half.ts';

export type DType = 'F64' | 'F32' | 'F16' | 'BF16' | 'I32' | 'I64';

export interface TensorHeader {
  dtype: DType;
  shape: Shape;
  data_offsets: readonly [number, number];
}

const bytesPer: Readonly<Record<DType, number>> = { F64: 8, F32: 4, F16: 2, BF16: 2, I32: 4, I64: 8 };
/** Of types that are no weights: a file of weights with them is refused, since they may stand for other numbers. */
const narrow = { U8: 1, I8: 1, U16: 2, U32: 4 } as const;
type NarrowType = keyof typeof narrow;
/** The reference implementation's own limit on a header. */
const largestHeader = 100e6;
const prefix = 8;

/** Where each array of a file with these shapes lies, and the header's bytes (length first, padded to 8). */
export function layout(
  arrays: readonly { name: string; dtype: DType | NarrowType; shape: Shape }[],
  metadata?: Record<string, string>,
) {
  const header: Record<string, unknown> = metadata === undefined ? {} : { __metadata__: metadata };
  const offsets = new Map<string, number>();
  let offset = 0;
  for (const { name, dtype, shape } of arrays) {
    const end = offset + sizeOf(shape) * { ...bytesPer, ...narrow }[dtype];
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    offsets.set(name, offset);
    offset = end;
  }
  const text = JSON.stringify(header);
  const json = new TextEncoder().encode(text + ' '.repeat((8 - (new TextEncoder().encode(text).length % 8)) % 8));
  const bytes = new Uint8Array(prefix + json.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, prefix);
  return { header: bytes, offsets, dataLength: offset };
}

/** A whole safetensors file; `dtype` F16 halves it at a relative error of at most 2^-11. */
export function encodeSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  dtype: 'F32' | 'F16' = 'F32',
  metadata?: Record<string, string>,
): Uint8Array {
  const names = Object.keys(tensors);
  const arrays = names.map((name) => ({ name, dtype, shape: tensors[name]?.shape ?? [] }));
  const { header, offsets, dataLength } = layout(arrays, metadata);
  const bytes = new Uint8Array(header.length + dataLength);
  bytes.set(header);
  for (const [name, { data }] of Object.entries(tensors)) {
    const stored = dtype === 'F32' ? data : floatsToHalves(data);
    bytes.set(
      new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength),
      header.length + (offsets.get(name) ?? 0),
    );
  }
  return bytes;
}

/**
 * All arrays of a file, as float32. `path` is only for messages.
 * @throws InputError when the bytes are no safetensors file, an array lies outside it, or its type is not read.
 */
export function decodeSafetensors(file: Uint8Array, path: string): Record<string, Tensor> {
  // A Buffer's slice would share memory and offset; a plain view's slice copies.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  const fail = failure(path);
  const header = safetensorsHeader(bytes, path);
  const start = prefix + headerLength(bytes);
  const tensors: Record<string, Tensor> = Object.create(null);
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const { dtype, shape, data_offsets } = checkedEntry(name, entry, fail);
    const [from, to] = data_offsets;
    if (from < 0 || to < from || start + to > bytes.length) fail(`array "${name}" lies outside the file`);
    if (to - from !== sizeOf(shape) * bytesPer[dtype])
      fail(`array "${name}" has ${to - from} bytes, not those of its shape [${shape}]`);
    tensors[name] = { shape, data: toFloat32(bytes.slice(start + from, start + to).buffer, dtype) };
  }
  return tensors;
}

const headerLength = (bytes: Uint8Array): number =>
  Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true));

const failure =
  (path: string) =>
  (why: string): never => {
    throw new InputError('safetensors-damaged', {
      what: `${path} is not a readable safetensors file`,
      why,
    });
  };

/**
 * The header alone: each array's type, shape and place, unchecked, and `__metadata__`. `path` is only for messages.
 * @throws InputError when the bytes do not begin with a header.
 */
export function safetensorsHeader(bytes: Uint8Array, path: string): Record<string, unknown> {
  const fail = failure(path);
  if (bytes.length < prefix) fail(`it has ${bytes.length} bytes, fewer than the header's length needs`);
  const length = headerLength(bytes);
  if (length > largestHeader || prefix + length > bytes.length) {
    fail(`its header claims ${length} bytes and the file has ${bytes.length}`);
  }
  return parseHeader(bytes.subarray(prefix, prefix + length), fail);
}

function parseHeader(bytes: Uint8Array, fail: (why: string) => never): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof header === 'object' && header !== null && !Array.isArray(header))
      return header as Record<string, unknown>;
  } catch {
    // Told below: the header is no JSON object either way.
  }
  return fail('its header is not JSON');
}

function checkedEntry(name: string, entry: unknown, fail: (why: string) => never): TensorHeader {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Partial<Record<keyof TensorHeader, unknown>>;
  const whole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  if (typeof dtype !== 'string' || !(dtype in bytesPer)) {
    return fail(`array "${name}" has type ${JSON.stringify(dtype)}; read are ${Object.keys(bytesPer).join(', ')}`);
  }
  if (!Array.isArray(shape) || !shape.every(whole)) return fail(`array "${name}" has no valid shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(whole))
    return fail(`array "${name}" has no valid place`);
  return { dtype: dtype as DType, shape, data_offsets: [Number(offsets[0]), Number(offsets[1])] };
}

function toFloat32(buffer: ArrayBuffer, dtype: DType): Float32Array {
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer);
    case 'F64':
      return Float32Array.from(new Float64Array(buffer));
    case 'F16':
      return halvesToFloats(new Uint16Array(buffer));
    case 'BF16':
      // The upper half of a float32.
      return new Float32Array(Uint32Array.from(new Uint16Array(buffer), (half) => half << 16).buffer);
    case 'I32':
      return Float32Array.from(new Int32Array(buffer));
    case 'I64':
      return Float32Array.from(new BigInt64Array(buffer), Number);
    default:
      return dtype satisfies never;
  }
}
