/**
 * Vectors as an array of a safetensors file: `embedding.weight`, `vectors`, or the only matrix in it. Their words are in its
 * metadata (`vocabulary`, JSON), or in a file beside it.
 */

import type { ByteSource } from '../byte-source.ts';
import { vectorRefusal } from '../refusals.ts';
import { readHeader, type SafetensorsHeader, type StoredArray } from '../safetensors/header.ts';
import { checkMatrix, type Matrix, matrixReader, type NumberType } from './matrix.ts';
import type { VectorReader } from './wanted.ts';

/** The words of a file beside this one, in the order of the rows; null when there is none. */
export type FindVocabulary = () => Promise<readonly string[] | null>;

const arrayNames = ['embedding.weight', 'vectors'];
const numberTypes: readonly NumberType[] = ['F64', 'F32', 'F16', 'BF16'];

/** @throws InputError when the file has no such matrix, or no words for its rows. */
export async function openSafetensors(
  source: ByteSource,
  path: string,
  findVocabulary: FindVocabulary,
): Promise<VectorReader> {
  const { arrays, metadata } = await readHeader(source, path);
  const matrix = matrixOf(arrays, source, path);
  const words = wordsOf(metadata, path) ?? (await findVocabulary());
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

function matrixOf(arrays: SafetensorsHeader['arrays'], source: ByteSource, path: string): Matrix {
  const matrices = [...arrays].filter(([, { shape }]) => shape.length === 2);
  const named = arrayNames.flatMap((name) => matrices.filter(([each]) => each === name));
  const [name, array] = named[0] ?? (matrices.length === 1 ? matrices[0] : undefined) ?? [];
  const [rows, columns] = array?.shape ?? [];
  if (array === undefined || rows === undefined || columns === undefined) {
    const held = [...arrays.keys()].slice(0, 8);
    throw vectorRefusal(
      path,
      `of its arrays (${held.join(', ') || 'none'}) none is "embedding.weight" or "vectors" or the only matrix`,
    );
  }
  return { source, from: array.from, type: numberTypeOf(array, name ?? '', path), rows, columns };
}

function numberTypeOf({ type }: StoredArray, name: string, path: string): NumberType {
  const found = numberTypes.find((each) => each === type);
  if (found === undefined) throw vectorRefusal(path, `"${name}" has numbers of type ${JSON.stringify(type)}`);
  return found;
}

function wordsOf({ vocabulary }: SafetensorsHeader['metadata'], path: string): string[] | null {
  if (vocabulary === undefined) return null;
  try {
    const words: unknown = JSON.parse(vocabulary);
    if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
  } catch {
    // Told below: it is no list of words either way.
  }
  throw vectorRefusal(path, 'the vocabulary in its metadata is no JSON list of words');
}
