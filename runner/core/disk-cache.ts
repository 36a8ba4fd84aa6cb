/**
 * What was computed is kept: each value in a file, with the key of all that it depends on. A file is written whole or not at all; one
 * with another key, damaged, cut off or of another shape counts as none, and is written over when the value is computed anew.
 *
 * The file: a line with key and checksum of all that follows, a line of JSON, and behind it the bytes of typed arrays.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { writeFileAtomic } from './atomic-files.ts';
import { sha256 } from './hash.ts';

/** One key for any parts: arrays of numbers by their bytes, wherever they stand, all else by its JSON. */
export function keyOf(...parts: readonly unknown[]): string {
  const hash = createHash('sha256');
  const summed = (_: string, each: unknown) => (ArrayBuffer.isView(each) ? sha256(bytesOf(each)) : each);
  for (const part of parts) {
    hash.update(ArrayBuffer.isView(part) ? bytesOf(part) : (JSON.stringify(part, summed) ?? ''));
    hash.update('\0');
  }
  return hash.digest('hex');
}

/** Where a value is kept, and under which key. */
export interface StorePlace<T> {
  path: string;
  key: string;
  schema: z.ZodType<T>;
}

/** @returns undefined where nothing, or something else, is kept. */
export async function kept<T>({ path, key, schema }: StorePlace<T>): Promise<T | undefined> {
  try {
    const file = await readFile(path);
    const body = file.subarray(file.indexOf('\n') + 1);
    const head = file.toString('utf8', 0, file.length - body.length);
    return head === headOf(key, body) ? schema.safeParse(decoded(body)).data : undefined;
  } catch {
    return undefined;
  }
}

export async function keep<T>({ path, key }: Omit<StorePlace<T>, 'schema'>, value: T): Promise<void> {
  const body = encoded(value);
  await writeFileAtomic(path, Buffer.concat([Buffer.from(headOf(key, body)), body]));
}

/** @returns what is kept, else what is computed now, as it will be read back: what hangs on it has the same key the next time. */
export async function memo<T>(place: StorePlace<T>, compute: () => Promise<unknown>): Promise<T> {
  const known = await kept(place);
  if (known !== undefined) return known;
  const value = await compute();
  await keep(place, value);
  return place.schema.parse(value);
}

const headOf = (key: string, body: Uint8Array): string => `${JSON.stringify({ key, sum: sha256(body) })}\n`;

const arrays = { Uint8Array, Int8Array, Int32Array, Uint32Array, Float32Array, Float64Array } as const;
type Kept = InstanceType<(typeof arrays)[keyof typeof arrays]>;

const isArray = (value: unknown): value is Kept => ArrayBuffer.isView(value);
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

function encoded(value: unknown): Buffer {
  const pieces: Uint8Array[] = [];
  const json = JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'number' && !Number.isFinite(each)) return { $number: String(each) };
    if (!isArray(each)) return each;
    pieces.push(bytesOf(each));
    return { $array: each.constructor.name, length: each.length };
  });
  return Buffer.concat([Buffer.from(`${json}\n`), ...pieces]);
}

function decoded(body: Buffer): unknown {
  const end = body.indexOf('\n');
  let from = end + 1;
  return JSON.parse(body.toString('utf8', 0, end), (_, each) => {
    if (typeof each?.$number === 'string') return Number(each.$number);
    if (typeof each?.$array !== 'string') return each;
    const array = arrays[each.$array as keyof typeof arrays];
    const piece = body.subarray(from, from + each.length * array.BYTES_PER_ELEMENT);
    from += piece.length;
    return new array(new Uint8Array(piece).buffer);
  });
}
