/**
 * The words that are looked for in a file, found by their UTF-8 bytes, so that no string is made of the millions that
 * are not wanted; and the vectors found so far. Pure.
 */
import { uint8At } from '../../../core/at.ts';
import { FormatError } from '../refusals.ts';

const hashStart = 0x811c9dc5;
const hashPrime = 0x01000193;
const encoder = new TextEncoder();

export class WantedWords {
  readonly words: readonly string[];
  /** Length of the vectors. */
  readonly size: number;
  /** Row i is the vector of word i, [words, size]; zeros until it is found. */
  readonly rows: Float32Array;
  /** 1 for the words that were found, [words]. */
  readonly found: Uint8Array;
  readonly #bytes: readonly Uint8Array[];
  /** Open addressing: a word's index + 1, or 0. */
  readonly #table: Int32Array;
  readonly #mask: number;

  constructor(words: readonly string[], size: number) {
    this.words = words;
    this.size = size;
    this.rows = new Float32Array(words.length * size);
    this.found = new Uint8Array(words.length);
    this.#bytes = words.map((word) => encoder.encode(word));
    // At most a quarter full, so that a word that is not wanted is known as such at once.
    const slots = 2 ** Math.ceil(Math.log2(4 * words.length + 4));
    this.#table = new Int32Array(slots);
    this.#mask = slots - 1;
    this.#bytes.forEach((bytes, word) => {
      if (this.find(bytes, 0, bytes.length) >= 0) return;
      let slot = hashOf(bytes, 0, bytes.length) & this.#mask;
      while (this.#table[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#table[slot] = word + 1;
    });
  }

  /** The number of the word that these bytes spell; -1 when it is not wanted. */
  find(buffer: Uint8Array, start: number, end: number): number {
    let slot = hashOf(buffer, start, end) & this.#mask;
    for (;;) {
      const filled = this.#table[slot];
      if (filled === undefined || filled === 0) return -1;
      if (this.#spells(filled - 1, buffer, start, end)) return filled - 1;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** Keeps a word's vector; of a word that a file has twice the first counts. @throws FormatError when it is not finite. */
  keep(word: number, vector: ArrayLike<number>): void {
    if (this.found[word] === 1) return;
    if (!Array.from(vector).every(Number.isFinite))
      throw new FormatError(`the vector of ${JSON.stringify(this.words[word])} is not of finite numbers`);
    this.found[word] = 1;
    this.rows.set(vector, word * this.size);
  }

  #spells(word: number, buffer: Uint8Array, start: number, end: number): boolean {
    const bytes = this.#bytes[word];
    if (bytes === undefined || bytes.length !== end - start) return false;
    for (let i = 0; i < bytes.length; i++) if (bytes[i] !== buffer[start + i]) return false;
    return true;
  }
}

/** Fowler, Noll and Vo's hash, variant 1a. */
function hashOf(buffer: Uint8Array, start: number, end: number): number {
  let hash = hashStart;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ uint8At(buffer, i), hashPrime);
  return hash ^ (hash >>> 15);
}

export interface VectorReader {
  /** In words: 'word2vec text'. */
  format: string;
  /** Length of the vectors. */
  size: number;
  /**
   * Fills in the vectors of the wanted words; returns how many words the file holds.
   * @throws FormatError when the file is damaged where it is looked at.
   */
  collect(wanted: WantedWords, onProgress: (done: number, total: number) => void): Promise<number>;
}
