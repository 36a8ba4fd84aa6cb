/** The error of a file of vectors that cannot be used: what, why, and what to do. Imports only the errors. */
import { InputError } from '../../core/errors.ts';

export const readableFormats =
  'GloVe text, word2vec text or .bin, gensim KeyedVectors, or safetensors with a vocabulary beside it';

export const refusal = (path: string, why: string, fix = `Give ${readableFormats}`): InputError =>
  new InputError('vectors-unreadable', { what: `The vectors ${path} cannot be read`, why, fix });
