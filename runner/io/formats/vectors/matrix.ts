/** Vectors as the rows of one array with the list of words apart: only the rows of wanted words are read. */

import { type ByteSource, bytesAt } from '../byte-source.ts';
import { vectorRefusal } from '../refusals.ts';
import { halvesToFloats } from '../safetensors/half.ts';
import type { VectorReader } from './wanted.ts';

/** How numbers are stored, little-endian. */
export type NumberType = 'F64' | 'F32' | 'F16' | 'BF16';
const bytesPer: Readonly<Record<NumberType, number>> = { F64: 8, F32: 4, F16: 2, BF16: 2 };

export interface Matrix {
  source: ByteSource;
  /** Byte at which the first row begins. */
  from: number;
  type: NumberType;
  rows: number;
  columns: number;
}

/** @throws InputError when the rows are not all there, or are not those of the words. */
export function checkMatrix({ source, from, type, rows, columns }: Matrix, words: number, path: string): void {
  const needed = rows * columns * bytesPer[type];
  if (rows === 0 || columns === 0) throw vectorRefusal(path, `its array is [${rows},${columns}] and holds nothing`);
  if (!(needed <= source.length - from))
    throw vectorRefusal(
      path,
      `its array [${rows},${columns}] takes ${needed} bytes, and ${Math.max(0, source.length - from)} are there`,
      'Give the whole file',
    );
  if (words !== rows) throw vectorRefusal(path, `it has ${words} words and ${rows} vectors`);
}

/** The reader of a checked matrix. */
export const matrixReader = (matrix: Matrix, words: readonly string[], format: string, path: string): VectorReader => ({
  format,
  size: matrix.columns,
  async collect(wanted, onProgress) {
    // Of a word that is there twice the first row counts.
    const rowOf = new Map<string, number>();
    words.forEach((word, row) => {
      if (!rowOf.has(word)) rowOf.set(word, row);
    });
    for (const [index, word] of wanted.words.entries()) {
      const row = rowOf.get(word);
      if (row === undefined) continue;
      const vector = await rowAt(matrix, row);
      if (!vector.every(Number.isFinite))
        throw vectorRefusal(path, `the vector of ${JSON.stringify(word)} is not of finite numbers`);
      wanted.keep(index, vector);
      onProgress(index + 1, wanted.words.length);
    }
    return words.length;
  },
});

async function rowAt({ source, from, type, columns }: Matrix, row: number): Promise<Float32Array> {
  const length = columns * bytesPer[type];
  const bytes = await bytesAt(source, from + row * length, length);
  // Copied, for an array's bytes must begin at a multiple of their size.
  const buffer = Uint8Array.from(bytes).buffer;
  switch (type) {
    case 'F64':
      return Float32Array.from(new Float64Array(buffer));
    case 'F32':
      return new Float32Array(buffer);
    case 'F16':
      return halvesToFloats(new Uint16Array(buffer));
    case 'BF16':
      return new Float32Array(Uint32Array.from(new Uint16Array(buffer), (half) => half << 16).buffer);
    default:
      return type satisfies never;
  }
}
