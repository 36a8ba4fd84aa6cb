/** Why a file is not read. Readers know bytes and no paths; who opened the file says, once, which it is. */
import { InputError } from '../../core/errors.ts';
import { FormatError } from './format-error.ts';

/** The error of a file, by its path. */
type Refusal = (path: string, why: string, fix?: string) => Error;

/** Of a file that is no model we can read. */
export const modelRefusal = (path: string, why: string, fix?: string): InputError =>
  new InputError('model-not-importable', {
    what: `${path} cannot be imported`,
    why,
    ...(fix !== undefined && { fix }),
  });

/** Of a file of vectors that cannot be used. */
export const vectorRefusal: Refusal = (
  path,
  why,
  fix = 'Give GloVe text, word2vec text or .bin, gensim KeyedVectors, or safetensors with a vocabulary beside it',
) => new InputError('vectors-unreadable', { what: `The vectors ${path} cannot be read`, why, fix });

/** Of a text. */
export const textRefusal: Refusal = (path, why, fix) =>
  new InputError('text-unreadable', { what: `${path} cannot be read`, why, fix });

/** Of a safetensors file. */
export const safetensorsRefusal: Refusal = (path, why) =>
  new InputError('safetensors-damaged', { what: `${path} is not a readable safetensors file`, why });

/** Of a file that cannot be opened or read. */
export const fileError = ({ code, message }: NodeJS.ErrnoException, fix = 'Correct the path'): FormatError =>
  new FormatError(code === 'ENOENT' ? 'there is no such file' : message, fix);

/** Of a part of a file, or one file of several: who opened them says which they are. @throws FormatError with the part's name. */
export const readingPart = <T>(name: string, read: () => T): T =>
  reading(name, read, (_, why, fix) => new FormatError(`${name}: ${why}`, fix));

/**
 * What `read` gives of the file at `path`, now or as a promise.
 * @throws InputError with the path, why and what to do, where it throws a FormatError.
 */
export function reading<T>(path: string, read: () => T, refusal: Refusal = modelRefusal): T {
  const refuse = (error: unknown): never => {
    throw error instanceof FormatError ? refusal(path, error.message, error.fix) : error;
  };
  try {
    const value = read();
    return value instanceof Promise ? (value.catch(refuse) as T) : value;
  } catch (error) {
    return refuse(error);
  }
}
