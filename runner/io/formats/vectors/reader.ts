/** The words for which a file of vectors is read, with those found so far; and vectors as rows of an array. */
import { type ByteSource, bytesAt } from '../byte-source.ts';
import { FormatError } from '../format-error.ts';
import { bytesPer, type FloatType, floatsOf } from '../numbers.ts';

export class WantedWords {
  readonly words: ReadonlySet<string>;
  /** The vectors that are there so far, by word. */
  readonly found = new Map<string, Float32Array>();

  constructor(words: Iterable<string>) {
    this.words = new Set(words);
  }

  /** Keeps a word's vector; of a word that a file has twice the first counts. @throws FormatError when it is not finite. */
  keep(word: string, vector: ArrayLike<number>): void {
    if (this.found.has(word)) return;
    const floats = Float32Array.from(vector);
    if (!floats.every(Number.isFinite))
      throw new FormatError(`the vector of ${JSON.stringify(word)} is not of finite numbers`);
    this.found.set(word, floats);
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
      for (const word of wanted.words) {
        const row = rowOf.get(word);
        if (row === undefined) continue;
        wanted.keep(word, floatsOf(type, await bytesAt(source, from + row * rowBytes, rowBytes)));
        onProgress(wanted.found.size, wanted.words.size);
      }
      return words.length;
    },
  };
}
