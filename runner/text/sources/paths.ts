/**
 * The user's own texts: files, folders, archives and patterns of paths, a piece at a time. Every way in which a file can be
 * wrong ends in an InputError.
 */
import { glob, readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { nearest } from '../../core/suggest.ts';
import { FormatError } from '../../io/formats/format-error.ts';
import { textRefusal } from '../../io/formats/refusals.ts';
import { type Bytes, fileBytes, openTextArchive } from '../../io/formats/texts/bytes.ts';
import { largestText } from '../../io/formats/texts/encoding.ts';
import { checkEnding, endingOf, kindOf, readable, textsOf } from '../../io/formats/texts/kinds.ts';
import type { TextOptions } from '../../io/formats/texts/text-options.ts';

/** One book, file, folder or archive, or one generated language. */
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

export interface PathOptions extends TextOptions {
  /** Paths are relative to it. */
  cwd: string;
  /** What may be named beside paths, for the error. */
  otherNames: readonly string[];
}

/**
 * The texts of a file, folder or archive, or of all files that a pattern matches.
 * @throws InputError when there is none that can be read.
 */
export async function openPath(name: string, options: PathOptions): Promise<SourceText[]> {
  const { cwd } = options;
  const place = resolve(cwd, name);
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    if (isPattern(name) && found.code === 'ENOENT') return openPattern(name, options);
    throw await unreadable(name, options, found);
  }
  if (found.isDirectory()) return openFolder(name, options);
  if (!found.isFile())
    throw new InputError('not-a-file', { what: `${name} is not a file`, fix: `What can be read: ${readable}` });
  checkEnding(name);
  if (kindOf(name) === 'zip') return [textsIn({ folder: name, files: [name] }, options)];
  const { pieces, texts } = textsOf(fileBytes(name, place), options);
  return [{ name, credit: null, whole: !pieces, texts: notEmpty(guarded(texts, name), name) }];
}

async function openFolder(path: string, options: PathOptions): Promise<SourceText[]> {
  const { groups, leftOut } = await filesInFolder(path, options.cwd);
  if (leftOut.length > 0 && groups.length > 0) {
    const endings = [...new Set(leftOut.map((file) => endingOf(file) || basename(file)))].join(', ');
    options.warn(`${path}: ${leftOut.length} of its files are left out (${endings}).`);
  }
  if (groups.length > 0) return groups.map((group) => textsIn(group, options));
  const why = leftOut.length === 0 ? 'It is empty' : `Its files are others (${leftOut.slice(0, 3).join(', ')})`;
  throw new InputError('no-text-in-source', {
    what: `The folder ${path} holds no text`,
    why,
    fix: `What can be read: ${readable}`,
  });
}

async function openPattern(pattern: string, options: PathOptions): Promise<SourceText[]> {
  const groups = await filesOfPattern(pattern, options.cwd);
  for (const { files } of groups) for (const file of files) checkEnding(file);
  if (groups.length > 0) return groups.map((group) => textsIn(group, options));
  throw new InputError('pattern-matches-nothing', {
    what: `No file matches ${pattern}`,
    why: isAbsolute(pattern) ? '' : `Paths are relative to ${resolve(options.cwd)}`,
  });
}

const textsIn = ({ folder, files }: FolderTexts, options: PathOptions): SourceText => ({
  name: folder,
  credit: null,
  whole: true,
  texts: notEmpty(inFiles(files, options), folder),
});

async function* inFiles(files: readonly string[], options: PathOptions): AsyncGenerator<string> {
  for (const file of files) {
    const place = resolve(options.cwd, file);
    if (kindOf(file) === 'zip') yield* inArchive(file, place, options);
    else yield* documentsOf(fileBytes(file, place), options);
  }
}

async function* inArchive(path: string, place: string, options: PathOptions): AsyncGenerator<string> {
  const archive = await openTextArchive(path, place);
  try {
    const read = archive.files.filter(({ name }) => kindOf(name) !== undefined && kindOf(name) !== 'zip');
    const others = archive.files.length - read.length;
    if (others > 0)
      options.warn(`${path}: ${others} of its ${archive.files.length} files are no text, and are left out.`);
    if (read.length === 0) {
      const what = `${path} holds no text`;
      throw new InputError('no-text-in-source', { what, fix: `What can be read in it: ${readable}` });
    }
    for (const file of read) yield* documentsOf(file, options);
  } finally {
    archive.close();
  }
}

/** A plain text is one document; elements and rows are one each. */
async function* documentsOf(bytes: Bytes, options: PathOptions): AsyncGenerator<string> {
  const { pieces, texts } = textsOf(bytes, options);
  const whole = guarded(texts, bytes.name);
  if (pieces) yield await joined(whole, bytes.name);
  else yield* whole;
}

/** The whole text that comes in pieces. @throws InputError when it is too long. */
export async function joined(texts: AsyncIterable<string>, name: string): Promise<string> {
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of texts) {
    length += piece.length;
    if (length > largestText) throw tooLong(name);
    pieces.push(piece);
  }
  return pieces.join('');
}

/** @throws InputError when there is nothing in it. */
async function* notEmpty(texts: AsyncIterable<string>, name: string): AsyncGenerator<string> {
  let empty = true;
  for await (const text of texts) {
    if (text !== '') empty = false;
    yield text;
  }
  if (empty) throw new InputError('text-empty', { what: `${name} is empty` });
}

/** What breaks while reading is said in words. */
async function* guarded(texts: AsyncIterable<string>, name: string): AsyncGenerator<string> {
  try {
    yield* texts;
  } catch (error) {
    if (error instanceof RangeError) throw tooLong(name);
    if (error instanceof FormatError) throw textRefusal(name, error.message, error.fix);
    if (!(error instanceof Error) || error instanceof InputError || !('syscall' in error)) throw error;
    throw new InputError('text-unreadable', { what: `${name} cannot be read`, why: error.message });
  }
}

const tooLong = (name: string): InputError =>
  new InputError('text-too-large', {
    what: `${name} holds a document of more than ${Math.floor(largestText / 1e6)} MB`,
  });

async function unreadable(
  path: string,
  { cwd, otherNames }: PathOptions,
  { code, message }: NodeJS.ErrnoException,
): Promise<InputError> {
  if (code !== 'ENOENT' && code !== 'ENOTDIR')
    return new InputError('text-unreadable', { what: `${path} cannot be read`, why: message });
  const beside = await readdir(dirname(resolve(cwd, path))).catch(() => []);
  const file = nearest(basename(path), beside);
  const suggestion = nearest(path, otherNames) ?? (file === null ? null : join(dirname(path), file));
  return new InputError('no-such-text', {
    what: `There is no file ${path}`,
    why: isAbsolute(path) ? '' : `Paths are relative to ${resolve(cwd)}`,
    fix:
      suggestion === null
        ? `Give the path of a text file; or one of ${otherNames.join(', ')}`
        : `Did you mean "${suggestion}"?`,
  });
}

export interface FolderTexts {
  /** Relative to where the manifest's paths are. */
  folder: string;
  /** Paths in it, sorted. */
  files: string[];
}

export const isPattern = (path: string): boolean => /[*?[\]{}]/.test(path);

/** The files in a folder and in the folders in it; hidden ones, and links to folders, are left out. */
export async function filesInFolder(path: string, cwd: string): Promise<{ groups: FolderTexts[]; leftOut: string[] }> {
  const found = await readdir(resolve(cwd, path), { recursive: true, withFileTypes: true });
  const files: string[] = [];
  const leftOut: string[] = [];
  for (const entry of found) {
    const inside = relative(resolve(cwd, path), join(entry.parentPath, entry.name));
    if (inside.split(sep).some((part) => part.startsWith('.'))) continue;
    if (entry.isDirectory() || !(await isFile(join(entry.parentPath, entry.name)))) continue;
    const name = posix.join(...path.split(sep), ...inside.split(sep));
    (kindOf(name) === undefined ? leftOut : files).push(path.startsWith(sep) ? join(path, inside) : name);
  }
  const { read, others, isCode } = proseOrCode(files);
  // The folders of a program are its parts, and those of texts are who wrote them.
  const groups = isCode ? [{ folder: path, files: [...read].sort() }] : grouped(read);
  return { groups, leftOut: [...leftOut, ...others].sort() };
}

/** Prose beside a few scripts is prose, and a program with its notes is a program: of a folder that which has more files. */
function proseOrCode(files: readonly string[]): { read: string[]; others: string[]; isCode: boolean } {
  const [code = [], prose = []] = [true, false].map((isCode) =>
    files.filter((file) => (kindOf(file) === 'code') === isCode),
  );
  const isCode = code.length > prose.length;
  return isCode ? { read: code, others: prose, isCode } : { read: prose, others: code, isCode };
}

/** The files that a pattern such as texts/*.txt or talks/** /*.xml matches. */
export async function filesOfPattern(pattern: string, cwd: string): Promise<FolderTexts[]> {
  const files: string[] = [];
  for await (const path of glob(pattern, { cwd })) {
    if (await isFile(resolve(cwd, path))) files.push(path.split(sep).join('/'));
  }
  return grouped(files);
}

const isFile = async (place: string): Promise<boolean> => (await stat(place).catch(() => null))?.isFile() ?? false;

function grouped(files: readonly string[]): FolderTexts[] {
  // By code unit, so that the order is the same on every machine.
  const sorted = [...files].sort();
  const byFolder = Map.groupBy(sorted, (file) => posix.dirname(file));
  return [...byFolder].map(([folder, own]) => ({ folder, files: own }));
}
