/**
 * From what a manifest names to texts: a corpus that comes along, or the user's files, folders and patterns. Texts come
 * a piece at a time, so that none need fit into memory. Every way in which a file can be wrong ends in an InputError.
 */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { InputError } from '../core/errors.ts';
import { nearest } from '../core/suggest.ts';
import { type Bytes, fileBytes } from '../formats/texts/bytes.ts';
import { checkEnding, endingOf, kindOf, readable, type TextOptions, textsOf } from '../formats/texts/kinds.ts';
import { openTextArchive } from '../formats/zip/on-disk.ts';
import { largestText } from './decode.ts';
import { type FolderTexts, filesInFolder, filesOfPattern, isPattern } from './folders.ts';
import { libraries, readLibrary } from './gutenberg.ts';
import { readSpeeches, speechesCredit, speechesFolder } from './speeches.ts';

/** One book, file, folder or archive. */
export interface SourceText {
  /** Title of a book, path of a file, folder or archive. */
  name: string;
  /** Author, rights and origin; null for the user's own files. */
  credit: string | null;
  /** Whether each of the texts is a document; otherwise they are the pieces of one text, to be cut into documents. */
  whole: boolean;
  /** To be read to the end before the next source's. */
  texts: AsyncIterable<string>;
}

export interface SourceOptions extends Partial<TextOptions> {
  /** Paths are relative to it. */
  cwd: string;
  /** What else may be named in this place, for the error. */
  otherNames?: readonly string[];
}

/**
 * The texts that `names` stand for, in order. All are looked for before any is read.
 * @param names of corpora that come along (stories, alice, speeches), or paths or patterns of paths.
 * @throws InputError when a name stands for nothing that can be read.
 */
export async function openSources(names: readonly string[], options: SourceOptions): Promise<SourceText[]> {
  const groups: SourceText[][] = [];
  for (const name of names) groups.push(await openSource(name, { warn: () => undefined, ...options }));
  return groups.flat();
}

/** The same with each source's text as a whole, for short ones. */
export async function readSources(
  names: readonly string[],
  options: SourceOptions,
): Promise<{ name: string; credit: string | null; text: string }[]> {
  const read: { name: string; credit: string | null; text: string }[] = [];
  for (const { name, credit, texts } of await openSources(names, options)) {
    read.push({ name, credit, text: await joined(texts, name) });
  }
  return read;
}

type Options = SourceOptions & TextOptions;

async function openSource(name: string, options: Options): Promise<SourceText[]> {
  if (name === 'stories' || name === 'alice') {
    const books = await readLibrary(name);
    return books.map(({ title, credit, text }) => ({ name: title, credit, whole: false, texts: one(text) }));
  }
  if (name === 'speeches') {
    return [{ name, credit: speechesCredit, whole: true, texts: readSpeeches(speechesFolder()) }];
  }
  const { cwd } = options;
  const place = resolve(cwd, name);
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    if (isPattern(name) && found.code === 'ENOENT') return openPattern(name, options);
    throw await unreadable(name, options, found);
  }
  if (found.isDirectory()) return openFolder(name, options);
  if (!found.isFile()) throw new InputError({ what: `${name} is not a file`, fix: `What can be read: ${readable}` });
  checkEnding(name);
  const own = { name, credit: null };
  if (kindOf(name) === 'zip') return [{ ...own, whole: true, texts: inArchive(name, place, options) }];
  const { pieces, texts } = textsOf(fileBytes(name, place), options);
  return [{ ...own, whole: !pieces, texts: notEmpty(texts, name) }];
}

async function openFolder(path: string, options: Options): Promise<SourceText[]> {
  const { groups, leftOut } = await filesInFolder(path, options.cwd);
  if (leftOut.length > 0 && groups.length > 0) {
    const endings = [...new Set(leftOut.map((file) => endingOf(file) || basename(file)))].join(', ');
    options.warn(`${path}: ${leftOut.length} of its files are left out (${endings}).`);
  }
  if (groups.length > 0) return groups.map((group) => folderSource(group, options));
  const why = leftOut.length === 0 ? 'It is empty' : `Its files are others (${leftOut.slice(0, 3).join(', ')})`;
  throw new InputError({ what: `The folder ${path} holds no text`, why, fix: `What can be read: ${readable}` });
}

async function openPattern(pattern: string, options: Options): Promise<SourceText[]> {
  const groups = await filesOfPattern(pattern, options.cwd);
  for (const { files } of groups) for (const file of files) checkEnding(file);
  if (groups.length > 0) return groups.map((group) => folderSource(group, options));
  throw new InputError({
    what: `No file matches ${pattern}`,
    why: isAbsolute(pattern) ? '' : `Paths are relative to ${resolve(options.cwd)}`,
    fix: 'Correct the pattern; ** stands for any folders, * for any part of a name',
  });
}

const folderSource = ({ folder, files }: FolderTexts, options: Options): SourceText => ({
  name: folder,
  credit: null,
  whole: true,
  texts: notEmpty(inFiles(files, options), folder),
});

async function* inFiles(files: readonly string[], options: Options): AsyncGenerator<string> {
  for (const file of files) {
    const place = resolve(options.cwd, file);
    if (kindOf(file) === 'zip') yield* inArchive(file, place, options);
    else yield* documentsOfFile(fileBytes(file, place), options);
  }
}

async function* inArchive(path: string, place: string, options: Options): AsyncGenerator<string> {
  const archive = await openTextArchive(path, place);
  try {
    const read = archive.files.filter(({ name }) => kindOf(name) !== undefined && kindOf(name) !== 'zip');
    const others = archive.files.length - read.length;
    if (others > 0)
      options.warn(`${path}: ${others} of its ${archive.files.length} files are no text, and are left out.`);
    if (read.length === 0) {
      throw new InputError({ what: `${path} holds no text`, fix: `What can be read in it: ${readable}` });
    }
    yield* notEmpty(documentsOfFiles(read, options), path);
  } finally {
    archive.close();
  }
}

async function* documentsOfFiles(files: readonly Bytes[], options: Options): AsyncGenerator<string> {
  for (const file of files) yield* documentsOfFile(file, options);
}

/** A plain text is one document; elements and rows are one each. */
async function* documentsOfFile(bytes: Bytes, options: Options): AsyncGenerator<string> {
  const { pieces, texts } = textsOf(bytes, options);
  if (pieces) yield await joined(texts, bytes.name);
  else yield* guarded(texts, bytes.name);
}

async function* one(text: string): AsyncGenerator<string> {
  yield text;
}

async function joined(texts: AsyncIterable<string>, name: string): Promise<string> {
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of guarded(texts, name)) {
    length += piece.length;
    if (length > largestText) throw tooLong(name);
    pieces.push(piece);
  }
  return pieces.join('');
}

/** @throws InputError when there is nothing in it. */
async function* notEmpty(texts: AsyncIterable<string>, name: string): AsyncGenerator<string> {
  let empty = true;
  for await (const text of guarded(texts, name)) {
    if (text !== '') empty = false;
    yield text;
  }
  if (empty) throw new InputError({ what: `${name} is empty`, fix: 'Give a file that holds text' });
}

/** What breaks while reading is said in words. */
async function* guarded(texts: AsyncIterable<string>, name: string): AsyncGenerator<string> {
  try {
    yield* texts;
  } catch (error) {
    if (error instanceof RangeError) throw tooLong(name);
    if (!(error instanceof Error) || error instanceof InputError || !('syscall' in error)) throw error;
    throw new InputError({ what: `${name} cannot be read`, why: error.message });
  }
}

const tooLong = (name: string): InputError =>
  new InputError({
    what: `${name} holds a document of more than ${Math.floor(largestText / 1e6)} MB`,
    why: 'A document is held in memory as a whole',
    fix: 'Cut it into several',
  });

async function unreadable(
  path: string,
  { cwd, otherNames = [] }: Options,
  { code, message }: NodeJS.ErrnoException,
): Promise<InputError> {
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return new InputError({ what: `${path} cannot be read`, why: message });
  const known = [...Object.keys(libraries), 'speeches', ...otherNames];
  const beside = await readdir(dirname(resolve(cwd, path))).catch(() => []);
  const file = nearest(basename(path), beside);
  const suggestion = nearest(path, known) ?? (file === null ? null : join(dirname(path), file));
  return new InputError({
    what: `There is no file ${path}`,
    why: isAbsolute(path) ? '' : `Paths are relative to ${resolve(cwd)}`,
    fix:
      suggestion === null
        ? `Give the path of a text file; or one of ${known.join(', ')}`
        : `Did you mean "${suggestion}"?`,
  });
}
