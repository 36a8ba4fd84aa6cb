/**
 * A corpus as bytes, and its place on disk. The cache only saves time: a file that is missing, damaged or foreign reads
 * as null, and a disk that cannot be written to is no error.
 *
 * The bytes: SHA-256 of all that follows (32), length of the header (uint32), header (JSON in UTF-8, filled up with
 * spaces to a multiple of 4), ids (int32). Little-endian.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorpusSplit } from './splits.ts';

/** What a cache file holds. */
export interface CachedCorpus {
  vocabulary: readonly string[];
  documents: CachedDocument[];
  /** All tokens of all documents. */
  ids: Int32Array;
}

export interface CachedDocument {
  hash: string;
  source: number;
  split: CorpusSplit;
  /** Length in UTF-8; the documents follow one another. */
  bytes: number;
  tokens: number;
}

const digestBytes = 32;
const idsFrom = (headerLength: number): number => digestBytes + 4 + headerLength;
const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const pathOf = (directory: string, key: string): string => join(directory, `corpus-${key}.bin`);

export function encodeCorpus(key: string, { vocabulary, documents, ids }: CachedCorpus): Uint8Array {
  const json = Buffer.from(JSON.stringify({ key, vocabulary, documents }));
  const header = Buffer.alloc(Math.ceil(json.length / 4) * 4, ' ');
  json.copy(header);
  const bytes = Buffer.alloc(idsFrom(header.length) + ids.byteLength);
  bytes.writeUInt32LE(header.length, digestBytes);
  header.copy(bytes, digestBytes + 4);
  Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength).copy(bytes, idsFrom(header.length));
  digest(bytes.subarray(digestBytes)).copy(bytes);
  return bytes;
}

/** Null when the bytes are not those of this corpus, whole. */
export function decodeCorpus(key: string, bytes: Buffer): CachedCorpus | null {
  if (bytes.length < idsFrom(0)) return null;
  if (!digest(bytes.subarray(digestBytes)).equals(bytes.subarray(0, digestBytes))) return null;
  const from = idsFrom(bytes.readUInt32LE(digestBytes));
  const header: CachedCorpus & { key: string } = JSON.parse(bytes.toString('utf8', digestBytes + 4, from));
  if (header.key !== key) return null;
  return {
    vocabulary: header.vocabulary,
    documents: header.documents,
    ids: new Int32Array(bytes.buffer.slice(bytes.byteOffset + from, bytes.byteOffset + bytes.length)),
  };
}

export async function readCachedCorpus(directory: string, key: string): Promise<CachedCorpus | null> {
  const bytes = await readFile(pathOf(directory, key)).catch(() => null);
  return bytes === null ? null : decodeCorpus(key, bytes);
}

/** Writes a file beside the final one and renames it, so that a reader never sees half of it. */
export async function writeCachedCorpus(directory: string, key: string, corpus: CachedCorpus): Promise<void> {
  const path = pathOf(directory, key);
  const fresh = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(directory, { recursive: true });
    await writeFile(fresh, encodeCorpus(key, corpus));
    await rename(fresh, path);
  } catch {
    // A full or read-only disk costs the next run a second, and this one nothing.
    await rm(fresh, { force: true }).catch(() => undefined);
  }
}
