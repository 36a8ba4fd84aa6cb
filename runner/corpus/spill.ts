/**
 * Bytes that are written once and read anywhere: in memory while they are few, else in a file that has no name, so that
 * the system removes it however the program ends.
 */

import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { RunError } from '../errors.ts';

/** Bytes that are kept in memory. */
const usualLimit = 128e6;
const blockBytes = 1 << 22;

export class Spill {
  readonly #directory: string;
  readonly #limit: number;
  #memory: Buffer = Buffer.alloc(1 << 16);
  #length = 0;
  #file: number | null = null;
  /** Bytes of `#memory` that are not in the file yet. */
  #waiting = 0;

  /** @param directory where a file may lie. */
  constructor(directory: string, limit = usualLimit) {
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
    if (this.#file === null && this.#length + bytes.length > this.#limit) this.#moveToFile();
    if (this.#file === null) {
      this.#grow(this.#length + bytes.length);
      this.#memory.set(bytes, this.#length);
    } else {
      if (this.#waiting + bytes.length > blockBytes) this.#flush();
      if (bytes.length > blockBytes) this.#write(bytes);
      else {
        this.#memory.set(bytes, this.#waiting);
        this.#waiting += bytes.length;
      }
    }
    this.#length += bytes.length;
  }

  /** Those from `at` on; a view where they are in memory. */
  read(at: number, length: number): Buffer {
    if (this.#file === null) return this.#memory.subarray(at, Math.min(at + length, this.#length));
    this.#flush();
    const bytes = Buffer.alloc(Math.min(length, this.#length - at));
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(this.#file, bytes, done, bytes.length - done, at + done);
      if (read === 0) throw new Error('a spill file ended too early');
      done += read;
    }
    return bytes;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    this.#memory = Buffer.alloc(0);
    this.#length = 0;
  }

  #grow(needed: number): void {
    if (needed <= this.#memory.length) return;
    const grown = Buffer.alloc(Math.min(Math.max(needed, 2 * this.#memory.length), this.#limit));
    this.#memory.copy(grown, 0, 0, this.#length);
    this.#memory = grown;
  }

  #moveToFile(): void {
    const path = join(this.#directory, `.${randomUUID()}.tmp`);
    try {
      mkdirSync(this.#directory, { recursive: true });
      this.#file = openSync(path, 'wx+');
      rmSync(path);
    } catch (error) {
      throw diskFailed(this.#directory, error as Error);
    }
    this.#write(this.#memory.subarray(0, this.#length), 0);
    this.#memory = Buffer.alloc(blockBytes);
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = 0;
    this.#write(this.#memory.subarray(0, waiting), this.#length - waiting);
  }

  #write(bytes: Uint8Array, at = this.#length): void {
    try {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.#file ?? -1, bytes, done, bytes.length - done, at + done);
      }
    } catch (error) {
      throw diskFailed(this.#directory, error as Error);
    }
  }
}

const diskFailed = (directory: string, { message }: Error): RunError =>
  new RunError({
    what: `The texts do not fit into memory, and ${directory} cannot hold them`,
    why: message,
    fix: 'Free disk space, or choose another folder with runs=',
    files: 'Nothing was kept; results from before are as they were',
  });
