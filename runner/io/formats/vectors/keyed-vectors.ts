/**
 * gensim's KeyedVectors (3 and 4), or the model that holds them, as its `save` writes them: a pickle, and beside it, where
 * they are large, the arrays as `.npy` files. The pickle is read and not executed.
 */

import { FormatError } from '../format-error.ts';
import { pickledMatrix } from '../numpy/npy.ts';
import { readPickle } from '../pickle/pickle.ts';
import { attributesOf } from '../pickle/python.ts';
import { type Matrix, matrixReader, type VectorReader } from './reader.ts';

const fix = 'Save the vectors alone: model.wv.save(path), or save_word2vec_format(path)';
/** Their names in gensim 4 and 3, and before. */
const arrayNames = ['vectors', 'syn0'];
const listNames = ['index_to_key', 'index2word', 'index2entity'];

/**
 * @param name of the file, without its folder.
 * @param openBeside opens the `.npy` file with this name; null when there is none.
 * @throws FormatError when it holds no vectors with their words.
 */
export async function openKeyedVectors(
  bytes: Uint8Array,
  name: string,
  openBeside: (name: string) => Promise<Matrix | null>,
): Promise<VectorReader> {
  const whole = attributesOf(readPickle(bytes, { fix }));
  const inner = whole?.get('wv');
  const state = inner === undefined ? whole : attributesOf(inner);
  if (state === null) throw new FormatError('its pickle holds no KeyedVectors', fix);
  const words = listNames.map((each) => state.get(each)).find(Array.isArray);
  if (words === undefined || !words.every((word) => typeof word === 'string'))
    throw new FormatError('its pickle holds no list of words', fix);
  const stem = inner === undefined ? name : `${name}.wv`;
  const [held] = arrayNames.flatMap((each) => pickledMatrix(state.get(each)) ?? []);
  let matrix = held ?? null;
  for (const each of arrayNames) matrix ??= await openBeside(`${stem}.${each}.npy`);
  if (matrix === null) {
    const why = `it holds no vectors, and ${stem}.vectors.npy is not beside it`;
    throw new FormatError(why, 'Keep the files that gensim wrote in one folder');
  }
  return matrixReader(matrix, words, 'gensim KeyedVectors');
}
