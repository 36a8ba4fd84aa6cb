/**
 * Reads a user's text file: plain text, or text packed by gzip. Every way in which a file can be wrong ends in an
 * InputError that says what to do.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { InputError } from '../errors.ts';
import { nearest } from '../manifest/suggest.ts';
import { decodeText, largestText, tooLarge } from './decode.ts';

const notYet = ['.zip', '.tar', '.tgz', '.xml', '.html', '.htm', '.csv', '.tsv', '.json', '.jsonl'];
const readNow = 'text files (.txt, .md, and .gz of text), one or a list of them';

/**
 * The text of a file.
 * @param path relative to `cwd`.
 * @param otherNames what may stand in the place of a path, for a 'did you mean'.
 */
export async function readTextFile(path: string, cwd: string, otherNames: readonly string[] = []): Promise<string> {
  const place = resolve(cwd, path);
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) throw await unreadable(path, cwd, found, otherNames);
  if (found.isDirectory()) throw later(path, 'Folders are');
  if (!found.isFile()) throw new InputError({ what: `${path} is not a file`, fix: `What can be read: ${readNow}` });
  const packed = extname(path).toLowerCase() === '.gz';
  const extension = extname(packed ? path.slice(0, -'.gz'.length) : path).toLowerCase();
  if (notYet.includes(extension)) throw later(path, `${extension} files are`);
  if (found.size > largestText) throw tooLarge(path);
  const bytes = await readFile(place).catch(async (error: NodeJS.ErrnoException) => {
    throw await unreadable(path, cwd, error, otherNames);
  });
  return decodeText(packed ? await unpack(bytes, path) : bytes, path);
}

/**
 * The bytes that a gzip file holds.
 * @param limit bytes; a small file can unpack to more than the memory holds.
 */
export async function unpack(bytes: Uint8Array, path: string, limit = largestText): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: limit });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(path);
    const why = code === 'Z_BUF_ERROR' ? 'The file ends too early' : message;
    throw new InputError({ what: `${path} cannot be unpacked`, why, fix: 'Give a whole gzip file' });
  }
}

function later(path: string, what: string): InputError {
  return new InputError({ what: `${path}: ${what} not read yet`, fix: `What can be read now: ${readNow}` });
}

async function unreadable(
  path: string,
  cwd: string,
  { code, message }: NodeJS.ErrnoException,
  otherNames: readonly string[],
): Promise<InputError> {
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return new InputError({ what: `${path} cannot be read`, why: message });
  if (/[*?[\]{}]/.test(path)) return later(path, 'Patterns of file names are');
  const beside = await readdir(dirname(resolve(cwd, path))).catch(() => []);
  const file = nearest(basename(path), beside);
  const suggestion = nearest(path, otherNames) ?? (file === null ? null : join(dirname(path), file));
  const others = otherNames.length === 0 ? '' : `; or one of ${otherNames.join(', ')}`;
  return new InputError({
    what: `There is no file ${path}`,
    why: isAbsolute(path) ? '' : `Paths are relative to ${resolve(cwd)}`,
    fix: suggestion === null ? `Give the path of a text file${others}` : `Did you mean "${suggestion}"?`,
  });
}
