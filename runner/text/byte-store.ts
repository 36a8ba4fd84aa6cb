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

export class ByteStore {
  readonly #directory: string;
  readonly #limit: number;
  /** Empty when all is in the file. */
  readonly #memory: ArrayBuffer;
  #file: number | null = null;
  #length = 0;

  /** @param directory where a file may lie. */
  constructor(directory: string, limit = defaultLimit) {
    this.#directory = directory;
    this.#limit = limit;
    this.#memory = new ArrayBuffer(0, { maxByteLength: limit });
  }

  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array): void {
    this.write(bytes, this.#length);
  }

  /** Over what is there, and behind it. @throws RunError when the disk is full or cannot be written. */
  write(bytes: Uint8Array, at: number): void {
    const needed = Math.max(this.#length, at + bytes.length);
    if (this.#file === null && needed <= this.#limit) {
      this.#memory.resize(needed);
      new Uint8Array(this.#memory).set(bytes, at);
    } else {
      try {
        this.#file ??= this.#movedToFile();
        writeAt(this.#file, bytes, at);
      } catch (error) {
        throw new RunError('no-room-for-texts', {
          what: `The texts do not fit into memory, and ${this.#directory} cannot hold them`,
          why: (error as Error).message,
        });
      }
    }
    this.#length = needed;
  }

  /**
   * A copy of those from `at` on.
   * @param into to be used again, of at least that length: memory for each read anew would pile up.
   */
  read(at: number, length: number, into?: Buffer): Buffer {
    const size = Math.max(0, Math.min(length, this.#length - at));
    // Not of Node's pool, where numbers would not lie at multiples of their size.
    const bytes = into === undefined ? Buffer.from(new ArrayBuffer(size)) : into.subarray(0, size);
    if (this.#file === null) bytes.set(new Uint8Array(this.#memory, at, size));
    else {
      for (let done = 0; done < size; ) {
        const read = readSync(this.#file, bytes, done, size - done, at + done);
        if (read === 0) throw new Error('the file of a byte store ended too early');
        done += read;
      }
    }
    return bytes;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    this.#memory.resize(0);
    this.#length = 0;
  }

  #movedToFile(): number {
    const path = join(this.#directory, `.${randomUUID()}.tmp`);
    mkdirSync(this.#directory, { recursive: true });
    const file = openSync(path, 'wx+');
    rmSync(path);
    writeAt(file, new Uint8Array(this.#memory).slice(), 0);
    this.#memory.resize(0);
    return file;
  }
}

function writeAt(file: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, at + done);
}
