/**
 * From what a manifest names to texts: a corpus that comes along, or the user's files.
 */
import { InputError } from '../errors.ts';
import { readTextFile } from './files.ts';
import { libraries, readLibrary } from './gutenberg.ts';

/** One book or file. */
export interface SourceText {
  /** Title of a book, path of a file. */
  name: string;
  /** Author, rights and origin; null for the user's own files. */
  credit: string | null;
  text: string;
}

/**
 * The texts that `names` stand for, in order.
 * @param names of corpora that come along (stories, alice), or paths relative to `cwd`.
 * @param otherNames what else may be named in this place, for the error.
 * @throws InputError when a name stands for nothing that can be read.
 */
export async function readSources(
  names: readonly string[],
  cwd: string,
  otherNames: readonly string[] = [],
): Promise<SourceText[]> {
  const known = [...Object.keys(libraries), ...otherNames];
  const groups: SourceText[][] = [];
  for (const name of names) groups.push(await readSource(name, cwd, known));
  return groups.flat();
}

async function readSource(name: string, cwd: string, known: readonly string[]): Promise<SourceText[]> {
  if (name === 'stories' || name === 'alice') return readLibrary(name);
  if (name === 'speeches') {
    throw new InputError({ what: 'The corpus "speeches" is not read yet', fix: 'Use stories, alice or a text file' });
  }
  return [{ name, credit: null, text: await readTextFile(name, cwd, known) }];
}
