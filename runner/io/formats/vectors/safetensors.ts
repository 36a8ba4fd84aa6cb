/**
 * Vectors as an array of a safetensors file: `embedding.weight`, `vectors`, or the only matrix in it. Their words are in its
 * metadata (`vocabulary`, JSON), or in a file beside it.
 */

import type { ByteSource } from '../byte-source.ts';
import { FormatError } from '../format-error.ts';
import { isFloatType } from '../numbers.ts';
import { readingPart } from '../refusals.ts';
import { headerIn } from '../safetensors/header.ts';
import { readVocabularyText } from '../vocabulary/vocabulary.ts';
import { matrixReader, type VectorReader } from './reader.ts';

const arrayNames = ['embedding.weight', 'vectors'];

/**
 * @param findVocabulary the words of a file beside this one, in the order of the rows; null when there is none.
 * @throws FormatError when the file has no such matrix, or no words for its rows.
 */
export async function openSafetensors(
  source: ByteSource,
  findVocabulary: () => Promise<readonly string[] | null>,
): Promise<VectorReader> {
  const { arrays, metadata } = await headerIn(source);
  const matrices = [...arrays].filter(([, { shape }]) => shape.length === 2);
  const named = arrayNames.flatMap((name) => matrices.filter(([each]) => each === name));
  const [name, array] = named[0] ?? (matrices.length === 1 ? matrices[0] : undefined) ?? [];
  const [rows = 0, columns = 0] = array?.shape ?? [];
  if (array === undefined) {
    const held = [...arrays.keys()].slice(0, 8).join(', ') || 'none';
    throw new FormatError(`of its arrays (${held}) none is "embedding.weight" or "vectors" or the only matrix`);
  }
  const { type, from } = array;
  if (!isFloatType(type)) throw new FormatError(`"${name}" has numbers of type ${JSON.stringify(type)}`);
  const { vocabulary } = metadata;
  const words =
    vocabulary === undefined
      ? await findVocabulary()
      : readingPart('the vocabulary in its metadata', () => readVocabularyText(vocabulary));
  if (words === null)
    throw new FormatError(
      'it does not hold its words',
      'Put them beside it: vocabulary.json, a list of words in the order of the rows, or vocabulary.txt, one a line',
    );
  return matrixReader({ source, from, type, rows, columns }, words, 'safetensors');
}
