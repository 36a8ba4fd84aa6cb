/** The errors of files that cannot be read: what, why, and what to do. Imports only the errors. */
import { InputError } from '../../core/errors.ts';

const saveAgain = 'Save the model again as safetensors, a PyTorch state dict, Keras HDF5 or .keras';

/** Of a file that is no model we can read. */
export const modelRefusal = (path: string, why: string, fix: string = saveAgain): InputError =>
  new InputError('model-not-importable', { what: `${path} cannot be imported`, why, fix });

const readableVectors =
  'GloVe text, word2vec text or .bin, gensim KeyedVectors, or safetensors with a vocabulary beside it';

/** Of a file of vectors that cannot be used. */
export const vectorRefusal = (path: string, why: string, fix = `Give ${readableVectors}`): InputError =>
  new InputError('vectors-unreadable', { what: `The vectors ${path} cannot be read`, why, fix });
