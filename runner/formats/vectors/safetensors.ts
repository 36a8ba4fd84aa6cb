/**
 * Vectors as an array of a safetensors file: `embedding.weight`, `vectors`, or the only matrix in it. Their words are in its
 * metadata (`vocabulary`, JSON), or in a file beside it.
 */

import { vectorRefusal } from '../refusals.ts';
import { safetensorsHeader } from '../safetensors/file.ts';
import { checkMatrix, type Matrix, matrixReader, type NumberType } from './matrix.ts';
import type { VectorReader } from './reader.ts';
import { type ByteSource, bytesAt } from './source.ts';

/** The words of a file beside this one, in the order of the rows; null when there is none. */
export type FindVocabulary = () => Promise<readonly string[] | null>;

const usualNames = ['embedding.weight', 'vectors'];
const numberTypes = new Set<unknown>(['F64', 'F32', 'F16', 'BF16'] satisfies NumberType[]);
/** The reference implementation's own limit on a header. */
const largestHeader = 100e6;
const prefix = 8;

/** @throws InputError when the file has no such matrix, or no words for its rows. */
export async function openSafetensors(
  source: ByteSource,
  path: string,
  findVocabulary: FindVocabulary,
): Promise<VectorReader> {
  const length = Number((await bytesAt(source, 0, prefix)).readBigUInt64LE());
  if (length > largestHeader || prefix + length > source.length)
    throw vectorRefusal(
      path,
      `its header claims ${length} bytes and the file has ${source.length}`,
      'Give the whole file',
    );
  const header = safetensorsHeader(await bytesAt(source, 0, prefix + length), path);
  const matrix = matrixOf(header, { source, from: prefix + length }, path);
  const words = wordsOf(header, path) ?? (await findVocabulary());
  if (words === null) {
    throw vectorRefusal(
      path,
      'it does not hold its words',
      'Put them beside it: vocabulary.json, a list of words in the order of the rows, or vocabulary.txt, one a line',
    );
  }
  checkMatrix(matrix, words.length, path);
  return matrixReader(matrix, words, 'safetensors', path);
}

interface Entry {
  dtype?: unknown;
  shape?: unknown;
  data_offsets?: unknown;
}

function matrixOf(
  header: Readonly<Record<string, unknown>>,
  { source, from }: Pick<Matrix, 'source' | 'from'>,
  path: string,
): Matrix {
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  const matrices = entries.filter(([, entry]) => shapeOf(entry) !== null);
  const named = usualNames.flatMap((name) => matrices.filter(([each]) => each === name));
  const [name, entry] = named[0] ?? (matrices.length === 1 ? matrices[0] : undefined) ?? [];
  const [rows, columns] = shapeOf(entry) ?? [];
  if (rows === undefined || columns === undefined) {
    const held = entries.map(([each]) => each).slice(0, 8);
    throw vectorRefusal(
      path,
      `of its arrays (${held.join(', ') || 'none'}) none is "embedding.weight" or "vectors" or the only matrix`,
    );
  }
  const { dtype, data_offsets: offsets } = entry as Entry;
  if (!numberTypes.has(dtype)) throw vectorRefusal(path, `"${name}" has numbers of type ${JSON.stringify(dtype)}`);
  const [start] = Array.isArray(offsets) ? offsets : [];
  if (!Number.isSafeInteger(start) || start < 0) throw vectorRefusal(path, `"${name}" has no valid place`);
  return { source, from: from + start, type: dtype as NumberType, rows, columns };
}

function shapeOf(entry: unknown): [number, number] | null {
  const { shape } = (entry ?? {}) as Entry;
  const whole = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  return Array.isArray(shape) && shape.length === 2 && shape.every(whole) ? (shape as [number, number]) : null;
}

function wordsOf({ __metadata__: metadata }: Readonly<Record<string, unknown>>, path: string): string[] | null {
  const { vocabulary } = (metadata ?? {}) as { vocabulary?: unknown };
  if (typeof vocabulary !== 'string') return null;
  try {
    const words: unknown = JSON.parse(vocabulary);
    if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
  } catch {
    // Told below: it is no list of words either way.
  }
  throw vectorRefusal(path, 'the vocabulary in its metadata is no JSON list of words');
}
