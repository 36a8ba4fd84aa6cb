/** The files a manifest is made of: its own text and word lists. Reads only; every failure is an InputError. */
import { readFileSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { nearest } from '../../core/suggest.ts';

/** @param path relative to `cwd`. */
export async function readManifestText(path: string, cwd: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(resolve(cwd, path));
  } catch (error) {
    throw await unreadable(path, cwd, codeOf(error));
  }
  return decode(bytes, `The manifest ${path}`);
}

/**
 * The words of a list, one a line; empty lines are skipped.
 * @param path relative to `cwd`.
 * @param name of the feature, for errors.
 */
export function readWordList(path: string, name: string, cwd: string): string[] {
  const whose = `The word list ${path} of feature "${name}"`;
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(resolve(cwd, path));
  } catch (error) {
    const code = codeOf(error);
    const why =
      code === 'ENOENT'
        ? 'There is no such file in the current folder, nor beside the manifest'
        : (reasons[code] ?? code);
    const fix = 'Give the path of a text file with one word a line, or words: stopwords';
    throw new InputError('word-list-unreadable', { what: `${whose} cannot be read`, why, fix });
  }
  const words = decode(bytes, whose)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (words.length === 0) throw new InputError('word-list-empty', { what: `${whose} holds no word` });
  return [...new Set(words)];
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file',
  EISDIR: 'It is a folder',
  ENOTDIR: 'A part of the path is not a folder',
  EACCES: 'Reading it is not permitted',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

async function unreadable(path: string, cwd: string, code: string): Promise<InputError> {
  const what = `The manifest ${path} cannot be read`;
  const why = reasons[code] ?? code;
  if (code === 'EISDIR') {
    const names = (await namesIn(resolve(cwd, path))).filter(isYaml);
    const fix = names.length === 0 ? 'Give the path of a .yaml file' : `Choose a file in it: ${names.join(', ')}`;
    return new InputError('manifest-unreadable', { what, why, fix });
  }
  const names = (await namesIn(dirname(resolve(cwd, path)))).filter(isYaml);
  const near = nearest(basename(path), names) ?? names.find((name) => name.startsWith(`${basename(path)}.`));
  const shipped = near === undefined ? await nearShipped(path, cwd) : null;
  const meant = near === undefined ? shipped : join(dirname(path), near);
  const fix = meant === null ? undefined : `Did you mean ${meant}?`;
  return new InputError('manifest-unreadable', { what, why, fix });
}

const isFolder = async (path: string, cwd: string): Promise<boolean> =>
  (await stat(resolve(cwd, path)).catch(() => null))?.isDirectory() === true;

/** Whether a word is the path of a manifest or of a folder, rather than a key with its value. */
export const standsForManifests = async (word: string, cwd: string): Promise<boolean> =>
  !word.includes('=') && (isYaml(word) || (await isFolder(word, cwd)));

/**
 * The manifests that a path stands for: those in it, by name, where it is a folder, otherwise itself.
 * @param path relative to `cwd`.
 * @throws InputError when a folder holds no manifest.
 */
export async function manifestsAt(path: string, cwd: string): Promise<string[]> {
  if (!(await isFolder(path, cwd))) return [path];
  const names = (await namesIn(resolve(cwd, path))).filter(isYaml);
  if (names.length > 0) return names.map((name) => join(path, name));
  const what = `The folder ${path} holds no manifest`;
  throw new InputError('manifest-unreadable', { what, fix: 'Give the path of a .yaml file' });
}

/** The folder of the manifests that come with the project, and of most that users write. */
const manifestFolder = 'experiments';

/** A manifest there whose name is the one given, with or without its ending, or nearly so; null when there is none. */
async function nearShipped(path: string, cwd: string): Promise<string | null> {
  const names = (await namesIn(resolve(cwd, manifestFolder))).filter(isYaml);
  const given = basename(path).replace(/\.ya?ml$/i, '');
  const bare = new Map(names.map((name) => [name.replace(/\.ya?ml$/i, ''), name]));
  const near = bare.get(given) ?? bare.get(nearest(given, [...bare.keys()]) ?? '');
  return near === undefined ? null : join(manifestFolder, near);
}

const isYaml = (name: string): boolean => /\.ya?ml$/i.test(name);

/** The names in a folder; none when it cannot be read, since this only serves suggestions. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    return [];
  }
}

function decode(bytes: Uint8Array, whose: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Not UTF-8: the same as a text with null bytes, said below.
  }
  throw new InputError('not-utf8', { what: `${whose} is not UTF-8 text` });
}
