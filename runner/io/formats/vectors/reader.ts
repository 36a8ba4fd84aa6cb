/** What a file of vectors is read for: the words that are looked for and the vectors found so far; and vectors as rows of an array. */
import { type ByteSource, bytesAt } from '../byte-source.ts';
import { FormatError } from '../format-error.ts';
import { bytesPer, type FloatType, floatsOf } from '../numbers.ts';

export class WantedWords {
  readonly words: readonly string[];
  /** Length of the vectors. */
  readonly size: number;
  /** Row i is the vector of word i, [words, size]; zeros until it is found. */
  readonly rows: Float32Array;
  /** 1 for the words that were found, [words]. */
  readonly found: Uint8Array;
  /** Of each word, by its UTF-8 with a letter for a byte: the millions that are not wanted need not be decoded. */
  readonly #numbers: ReadonlyMap<string, number>;

  /** @param words each once. */
  constructor(words: readonly string[], size: number) {
    this.words = words;
    this.size = size;
    this.rows = new Float32Array(words.length * size);
    this.found = new Uint8Array(words.length);
    this.#numbers = new Map(words.map((word, number) => [Buffer.from(word).toString('latin1'), number]));
  }

  /** The number of the word that these bytes spell; -1 when it is not wanted. */
  find(bytes: Buffer, start: number, end: number): number {
    return this.#numbers.get(bytes.toString('latin1', start, end)) ?? -1;
  }

  /** Keeps a word's vector; of a word that a file has twice the first counts. @throws FormatError when it is not finite. */
  keep(word: number, vector: ArrayLike<number>): void {
    if (this.found[word] === 1) return;
    if (!Array.from(vector).every(Number.isFinite))
      throw new FormatError(`the vector of ${JSON.stringify(this.words[word])} is not of finite numbers`);
    this.found[word] = 1;
    this.rows.set(vector, word * this.size);
  }
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

/** Vectors as the rows of one array with the list of words apart: only the rows of wanted words are read. */
export interface Matrix {
  source: ByteSource;
  /** Byte at which the first row begins. */
  from: number;
  type: FloatType;
  rows: number;
  columns: number;
}

/**
 * @param words of the rows.
 * @throws FormatError when the rows are not all there, or are not those of the words.
 */
export function matrixReader(matrix: Matrix, words: readonly string[], format: string): VectorReader {
  const { source, from, type, rows, columns } = matrix;
  const rowBytes = columns * bytesPer[type];
  if (rows === 0 || columns === 0) throw new FormatError(`its array is [${rows},${columns}] and holds nothing`);
  if (!(rows * rowBytes <= source.length - from)) {
    const there = Math.max(0, source.length - from);
    const why = `its array [${rows},${columns}] takes ${rows * rowBytes} bytes, and ${there} are there`;
    throw new FormatError(why, 'Give the whole file');
  }
  if (words.length !== rows) throw new FormatError(`it has ${words.length} words and ${rows} vectors`);
  return {
    format,
    size: columns,
    async collect(wanted, onProgress) {
      // Of a word that is there twice the first row counts.
      const rowOf = new Map<string, number>();
      for (const [row, word] of words.entries()) if (!rowOf.has(word)) rowOf.set(word, row);
      for (const [index, word] of wanted.words.entries()) {
        const row = rowOf.get(word);
        if (row === undefined) continue;
        wanted.keep(index, floatsOf(type, await bytesAt(source, from + row * rowBytes, rowBytes)));
        onProgress(index + 1, wanted.words.length);
      }
      return words.length;
    },
  };
}
