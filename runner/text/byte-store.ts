/**
 * Bytes that are written once and read anywhere: in memory while they are few, else in a file that has no name, so that
 * the system removes it however the program ends.
 */

import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { RunError } from '../core/errors.ts';

/** Bytes that are kept in memory. */
const defaultLimit = 128e6;
const pageBytes = 1 << 22;

export class ByteStore {
  readonly #directory: string;
  readonly #limit: number;
  /** All bytes while they are in memory; then the last ones, which are not in the file yet. */
  #pages: Buffer[] = [];
  /** Where the first page begins. */
  #inFile = 0;
  #length = 0;
  #file: number | null = null;

  /** @param directory where a file may lie. */
  constructor(directory: string, limit = defaultLimit) {
    this.#directory = directory;
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  get inMemory(): boolean {
    return this.#file === null;
  }

  /** @throws RunError when the disk is full or cannot be written. */
  append(bytes: Uint8Array): void {
    if (this.#file === null && this.#length + bytes.length > this.#limit) this.#openFile();
    for (let done = 0; done < bytes.length; ) {
      const at = (this.#length - this.#inFile) % pageBytes;
      if (at === 0 && this.#length - this.#inFile === this.#pages.length * pageBytes) this.#addPage();
      const part = bytes.subarray(done, done + pageBytes - at);
      this.#pages.at(-1)?.set(part, at);
      this.#length += part.length;
      done += part.length;
    }
  }

  /**
   * A copy of those from `at` on.
   * @param into to be used again, of at least that length: memory for each read anew would pile up.
   */
  read(at: number, length: number, into?: Buffer): Buffer {
    const size = Math.max(0, Math.min(length, this.#length - at));
    // Not of Node's pool, where numbers would not lie at multiples of their size.
    const bytes = into === undefined ? Buffer.from(new ArrayBuffer(size)) : into.subarray(0, size);
    const fromFile = Math.min(size, Math.max(0, this.#inFile - at));
    for (let done = 0; done < fromFile; ) {
      const read = readSync(this.#file ?? -1, bytes, done, fromFile - done, at + done);
      if (read === 0) throw new Error('the file of a byte store ended too early');
      done += read;
    }
    for (let done = fromFile; done < size; ) {
      const place = at + done - this.#inFile;
      const page = this.#pages[Math.floor(place / pageBytes)];
      if (page === undefined) throw new Error('a byte store lost a page');
      const copied = page.copy(bytes, done, place % pageBytes, (place % pageBytes) + size - done);
      done += copied;
    }
    return bytes;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    this.#pages = [];
    this.#inFile = 0;
    this.#length = 0;
  }

  /** In memory another one; on disk the one page goes to the file and is used again. */
  #addPage(): void {
    const [page] = this.#pages;
    if (this.#file === null || page === undefined) this.#pages.push(Buffer.from(new ArrayBuffer(pageBytes)));
    else this.#writeOut(page);
  }

  #openFile(): void {
    const path = join(this.#directory, `.${randomUUID()}.tmp`);
    try {
      mkdirSync(this.#directory, { recursive: true });
      this.#file = openSync(path, 'wx+');
      rmSync(path);
    } catch (error) {
      throw diskFailed(this.#directory, error as Error);
    }
    const pages = this.#pages;
    this.#pages = pages.slice(-1);
    for (const page of pages.slice(0, -1)) this.#writeOut(page);
  }

  #writeOut(page: Buffer): void {
    try {
      for (let done = 0; done < page.length; ) {
        done += writeSync(this.#file ?? -1, page, done, page.length - done, this.#inFile + done);
      }
    } catch (error) {
      throw diskFailed(this.#directory, error as Error);
    }
    this.#inFile += page.length;
  }
}

const diskFailed = (directory: string, { message }: Error): RunError =>
  new RunError('no-room-for-texts', {
    what: `The texts do not fit into memory, and ${directory} cannot hold them`,
    why: message,
  });
