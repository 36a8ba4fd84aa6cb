/** Vectors as the rows of one array with the list of words apart: only the rows of wanted words are read. */

import { type ByteSource, bytesAt } from '../byte-source.ts';
import { bytesPer, type FloatType, floatsOf } from '../numbers.ts';
import { FormatError } from '../refusals.ts';
import type { VectorReader } from './wanted.ts';

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
