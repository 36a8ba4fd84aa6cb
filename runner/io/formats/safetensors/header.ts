/**
 * The header of a safetensors file, parsed and checked, for every reader of the format: of bytes in memory, and of a file that
 * is read piece by piece. Source: github.com/huggingface/safetensors (README, "Format"). Imports the errors and shapes.
 */
import { InputError } from '../../../core/errors.ts';
import type { Shape } from '../../../core/tensor.ts';
import { type ByteSource, bytesAt } from '../byte-source.ts';
import { sumsIn, writtenSum } from './checksum.ts';

/** Bytes of one number of each type that is read or written. */
export const bytesPer = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, U32: 4, U16: 2, I8: 1, U8: 1 } as const;
export type DType = keyof typeof bytesPer;

/** An array as the header describes it; whether it lies in the file is for its reader to check. */
export interface StoredArray {
  /** As it is written: there are types that are not read. */
  type: string;
  shape: Shape;
  /** Byte of the file at which it begins. */
  from: number;
  /** How many bytes it takes. */
  length: number;
}

export interface SafetensorsHeader {
  arrays: ReadonlyMap<string, StoredArray>;
  /** Texts that stand beside the arrays. */
  metadata: Readonly<Record<string, string>>;
  /** Byte of the file at which the arrays begin. */
  end: number;
  /** @throws InputError when an array, here by the sum of its bytes, is not what was written. */
  checkSum(name: string, sum: number): void;
}

/** The header's length stands before it. */
export const prefixBytes = 8;
/** The reference implementation's own limit on a header. */
const largestHeader = 100e6;

/** A header's length first, eight bytes, then JSON. */
export const isSafetensors = (bytes: Uint8Array): boolean => bytes.length > 9 && bytes[7] === 0 && bytes[8] === 0x7b;

export const failure =
  (path: string) =>
  (why: string): never => {
    throw new InputError('safetensors-damaged', { what: `${path} is not a readable safetensors file`, why });
  };
type Fail = ReturnType<typeof failure>;

/**
 * @param bytes of the whole file.
 * @param path only for messages.
 * @throws InputError when the bytes do not begin with a sound header.
 */
export function parseHeader(bytes: Uint8Array, path: string): SafetensorsHeader {
  const fail = failure(path);
  const end = headerEnd(bytes, bytes.length, fail);
  return headerOf(bytes.subarray(prefixBytes, end), end, fail);
}

/** The same of a file of which no more than the header is read. */
export async function readHeader(source: ByteSource, path: string): Promise<SafetensorsHeader> {
  const fail = failure(path);
  const end = headerEnd(await bytesAt(source, 0, prefixBytes), source.length, fail);
  return headerOf(await bytesAt(source, prefixBytes, end - prefixBytes), end, fail);
}

function headerEnd(prefix: Uint8Array, fileBytes: number, fail: Fail): number {
  if (prefix.length < prefixBytes) return fail(`it has ${fileBytes} bytes, fewer than the header's length needs`);
  const length = Number(new DataView(prefix.buffer, prefix.byteOffset, prefixBytes).getBigUint64(0, true));
  if (length > largestHeader || prefixBytes + length > fileBytes)
    return fail(`its header claims ${length} bytes and the file has ${fileBytes}`);
  return prefixBytes + length;
}

function headerOf(json: Uint8Array, end: number, fail: Fail): SafetensorsHeader {
  const { __metadata__: metadata, ...entries } = parseJson(json, fail);
  const arrays = new Map(Object.entries(entries).map(([name, entry]) => [name, storedArray(name, entry, end, fail)]));
  const texts = metadataOf(metadata);
  return { arrays, metadata: texts, end, checkSum: sumCheck(texts, fail) };
}

function sumCheck(metadata: Readonly<Record<string, string>>, fail: Fail): SafetensorsHeader['checkSum'] {
  let sums: ReadonlyMap<string, unknown> | null;
  try {
    sums = sumsIn(metadata);
  } catch {
    return fail('its checksums are damaged');
  }
  return (name, sum) => {
    if (sums !== null && sums.get(name) !== writtenSum(sum)) {
      fail(`array "${name}" is damaged: its checksum is not the one that was written with it`);
    }
  };
}

function parseJson(bytes: Uint8Array, fail: Fail): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) return { ...header };
  } catch {
    // Told below: the header is no JSON object either way.
  }
  return fail('its header is not JSON');
}

const isWhole = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

function storedArray(name: string, entry: unknown, end: number, fail: Fail): StoredArray {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof dtype !== 'string') return fail(`array "${name}" has a type that is no name`);
  if (!Array.isArray(shape) || !shape.every(isWhole)) return fail(`array "${name}" has no valid shape`);
  const [from, to, ...more]: unknown[] = Array.isArray(offsets) ? offsets : [];
  if (!isWhole(from) || !isWhole(to) || more.length > 0) return fail(`array "${name}" has no valid place`);
  return { type: dtype, shape, from: end + from, length: to - from };
}

function metadataOf(metadata: unknown): Record<string, string> {
  if (typeof metadata !== 'object' || metadata === null) return {};
  return Object.fromEntries(
    Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
