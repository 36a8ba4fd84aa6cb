/**
 * Checksums of arrays, kept in the header of the files that we write (`sums` in its metadata), so that a bit that a disk has
 * flipped is noticed when the array is read. A number's share hangs on its place, and shares are added: an array may be written and
 * read in pieces of any order. A change of one 32-bit word always changes the sum, of several with a chance of 1 - 2^-32.
 * Against damage, not against forgery. Pure.
 */
import { int32At } from '../../../core/at.ts';

/**
 * The share of a piece in its array's sum; shares are added modulo 2^32.
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

export const writtenSum = (sum: number): string => (sum >>> 0).toString(16).padStart(8, '0');

/** For the metadata of a file's header, always equally long for the same names. */
export const writtenSums = (sums: ReadonlyMap<string, number>): { sums: string } => ({
  sums: JSON.stringify(Object.fromEntries([...sums].map(([name, sum]) => [name, writtenSum(sum)]))),
});

/**
 * The sums that a file holds, by its arrays' names; null where it has none: others write none.
 * @throws SyntaxError when they are no JSON.
 */
export function sumsIn({ sums }: Readonly<Record<string, string>>): ReadonlyMap<string, unknown> | null {
  if (sums === undefined) return null;
  return new Map(Object.entries(Object(JSON.parse(sums)) as Record<string, unknown>));
}
