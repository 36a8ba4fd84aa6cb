/**
 * The header of a safetensors file, parsed and checked, for every reader of the format: of bytes in memory, and of a file that
 * is read piece by piece. Source: github.com/huggingface/safetensors (README, "Format").
 */
import { int32At } from '../../../core/at.ts';
import type { Shape } from '../../../core/tensor.ts';
import { type ByteSource, bytesAt } from '../byte-source.ts';
import { FormatError } from '../format-error.ts';
import { isObject, type JsonObject, objectIn } from '../json.ts';
import { isCount } from '../numbers.ts';

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
  /** @throws FormatError when an array, here by the sum of its bytes, is not what was written. */
  checkSum(name: string, sum: number): void;
}

/** The header's length stands before it. */
export const prefixBytes = 8;
/** The reference implementation's own limit on a header. */
const largestHeader = 100e6;

/** A header's length first, eight bytes, then JSON. */
export const isSafetensors = (bytes: Uint8Array): boolean => bytes.length > 9 && bytes[7] === 0 && bytes[8] === 0x7b;

/** @throws FormatError when the bytes do not begin with a sound header. */
export async function headerIn(source: ByteSource): Promise<SafetensorsHeader> {
  const end = headerEnd(await bytesAt(source, 0, prefixBytes), source.length);
  return headerOf(await bytesAt(source, prefixBytes, end - prefixBytes), end);
}

/** The same of the bytes of a whole file. */
export function parseHeader(bytes: Uint8Array): SafetensorsHeader {
  const end = headerEnd(bytes, bytes.length);
  return headerOf(bytes.subarray(prefixBytes, end), end);
}

function headerEnd(prefix: Uint8Array, fileBytes: number): number {
  if (prefix.length < prefixBytes)
    throw new FormatError(`it has ${fileBytes} bytes, fewer than the header's length needs`);
  const length = Number(new DataView(prefix.buffer, prefix.byteOffset, prefixBytes).getBigUint64(0, true));
  if (length > largestHeader || prefixBytes + length > fileBytes)
    throw new FormatError(`its header claims ${length} bytes and the file has ${fileBytes}`);
  return prefixBytes + length;
}

function headerOf(json: Uint8Array, end: number): SafetensorsHeader {
  const { __metadata__, ...entries } = parsed(json, 'its header is not JSON');
  const texts = Object.entries<unknown>(Object(__metadata__));
  const metadata = Object.fromEntries(texts.filter((each): each is [string, string] => typeof each[1] === 'string'));
  const arrays = new Map(Object.entries(entries).map(([name, entry]) => [name, storedArray(name, entry, end)]));
  // Others write none.
  const sums =
    metadata.sums === undefined ? null : parsed(new TextEncoder().encode(metadata.sums), 'its checksums are damaged');
  const checkSum = (name: string, sum: number) => {
    if (sums !== null && sums[name] !== writtenSum(sum))
      throw new FormatError(`array "${name}" is damaged: its checksum is not the one that was written with it`);
  };
  return { arrays, metadata, end, checkSum };
}

function parsed(json: Uint8Array, why: string): JsonObject {
  try {
    return objectIn(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    throw new FormatError(why);
  }
}

function storedArray(name: string, entry: unknown, end: number): StoredArray {
  const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : {};
  if (typeof dtype !== 'string') throw new FormatError(`array "${name}" has a type that is no name`);
  if (!Array.isArray(shape) || !shape.every(isCount)) throw new FormatError(`array "${name}" has no valid shape`);
  const [from, to, ...more]: unknown[] = Array.isArray(offsets) ? offsets : [];
  if (!isCount(from) || !isCount(to) || more.length > 0) throw new FormatError(`array "${name}" has no valid place`);
  return { type: dtype, shape, from: end + from, length: to - from };
}

/**
 * Checksums of arrays, kept in the header of the files that we write (`sums` in its metadata), so that a bit that a disk has
 * flipped is noticed when the array is read. A number's share hangs on its place, and shares are added: an array may be written and
 * read in pieces of any order. A change of one 32-bit word always changes the sum, of several with a chance of 1 - 2^-32.
 * Against damage, not against forgery.
 *
 * @returns the share of a piece in its array's sum; shares are added modulo 2^32.
 * @param start byte of the array at which the piece begins, a multiple of 4.
 */
export function shareOf(piece: Uint8Array, start = 0): number {
  const whole = piece.length - (piece.length % 4);
  const aligned = piece.byteOffset % 4 === 0 ? piece : new Uint8Array(piece);
  // Of signed words, so that no sum leaves the whole numbers of 32 bits.
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, whole / 4);
  const first = start / 4 + 1;
  let sum = 0;
  for (let i = 0; i < words.length; i++) sum = (sum + mixed(int32At(words, i), (first + i) | 0)) | 0;
  if (whole < piece.length) {
    const rest = new Uint8Array(4);
    rest.set(piece.subarray(whole));
    sum = (sum + mixed(new DataView(rest.buffer).getInt32(0, true), (first + words.length) | 0)) | 0;
  }
  return sum;
}

/** For one place each step can be undone, so that two words never give the same. Constants of xxHash and MurmurHash3. */
function mixed(word: number, place: number): number {
  const product = Math.imul(word ^ Math.imul(place, 0x9e3779b1), 0x85ebca6b);
  return product ^ (product >>> 15);
}

const writtenSum = (sum: number): string => (sum >>> 0).toString(16).padStart(8, '0');

/** For the metadata of a file's header, always equally long for the same names. */
export const writtenSums = (sums: ReadonlyMap<string, number>): { sums: string } => ({
  sums: JSON.stringify(Object.fromEntries([...sums].map(([name, sum]) => [name, writtenSum(sum)]))),
});
