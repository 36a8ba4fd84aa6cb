/**
 * gensim's KeyedVectors (3 and 4), or the model that holds them, as its `save` writes them: a pickle, and beside it, where
 * they are large, the arrays as `.npy` files. The pickle is read and not executed.
 */

import { pickledMatrix } from '../numpy/npy.ts';
import { readPickle } from '../pickle/pickle.ts';
import { pythonData } from '../pickle/python-data.ts';
import { PickledObject } from '../pickle/values.ts';
import { vectorRefusal } from '../refusals.ts';
import { checkMatrix, type Matrix, matrixReader } from './matrix.ts';
import type { VectorReader } from './wanted.ts';

/** Opens the `.npy` file with this name; null when there is none. */
export type OpenBeside = (name: string) => Promise<Matrix | null>;

/** gensim 3 keeps functions of its own and the state of a random generator with a model; none of them is called. */
export const gensimClasses =
  /^(gensim\.models\.(keyedvectors|word2vec|fasttext|deprecated\.\w+) \w+|gensim\.utils call_on_class_only|numpy\.random[\w.]* \w+)$/;
const fix = 'Save the vectors alone: model.wv.save(path), or save_word2vec_format(path)';
/** Their names in gensim 4 and 3, and before. */
const arrayNames = ['vectors', 'syn0'];
const listNames = ['index_to_key', 'index2word', 'index2entity'];

/** @param name of the file, without its folder. @throws InputError when it holds no vectors with their words. */
export async function openKeyedVectors(
  bytes: Uint8Array,
  path: string,
  name: string,
  openBeside: OpenBeside,
): Promise<VectorReader> {
  const known = (each: string) => pythonData(each, (other) => gensimClasses.test(other));
  const value = readPickle(bytes, path, { known, fix });
  const whole = stateOf(value);
  const inner = whole?.get('wv');
  const state = inner === undefined ? whole : stateOf(inner);
  if (state === null) throw vectorRefusal(path, 'its pickle holds no KeyedVectors', fix);
  const words = listNames.map((each) => state.get(each)).find(Array.isArray);
  if (words === undefined || !words.every((word) => typeof word === 'string'))
    throw vectorRefusal(path, 'its pickle holds no list of words', fix);
  const matrix = await findMatrix(state, inner === undefined ? name : `${name}.wv`, path, openBeside);
  checkMatrix(matrix, words.length, path);
  return matrixReader(matrix, words, 'gensim KeyedVectors', path);
}

function stateOf(value: unknown): ReadonlyMap<unknown, unknown> | null {
  return value instanceof PickledObject && value.state instanceof Map ? value.state : null;
}

async function findMatrix(
  state: ReadonlyMap<unknown, unknown>,
  name: string,
  path: string,
  openBeside: OpenBeside,
): Promise<Matrix> {
  for (const each of arrayNames) {
    const matrix = pickledMatrix(state.get(each), path);
    if (matrix !== null) return matrix;
  }
  for (const each of arrayNames) {
    const matrix = await openBeside(`${name}.${each}.npy`);
    if (matrix !== null) return matrix;
  }
  throw vectorRefusal(
    path,
    `it holds no vectors, and ${name}.vectors.npy is not beside it`,
    'Keep the files that gensim wrote in one folder',
  );
}
