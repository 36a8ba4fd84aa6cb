/**
 * A file or folder of vectors, opened: which format it is, recognized by its bytes, not its name, and the reader for it.
 * Touches files only to read them.
 */

import { existsSync } from 'node:fs';
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { nearest } from '../../../core/suggest.ts';
import { type ByteSource, bytesAt, fileSource } from '../byte-source.ts';
import { FormatError } from '../format-error.ts';
import { openNumpy } from '../numpy/npy.ts';
import { fileError, reading, vectorRefusal } from '../refusals.ts';
import { isSafetensors } from '../safetensors/header.ts';
import { readVocabulary } from '../vocabulary/vocabulary.ts';
import { openBinary } from './binary.ts';
import { openKeyedVectors } from './keyed-vectors.ts';
import type { VectorReader } from './reader.ts';
import { openSafetensors } from './safetensors.ts';
import { countLine, openText } from './text.ts';

/** Of a checkpoint's folder. */
const modelFile = 'model.json';
const weightsFile = 'weights.safetensors';
/** As the thesis' programs name their vectors. */
export const thesisFile = 'vocabulary.word2VecKeyedVector';
/** What is looked at to tell a format; GloVe's first line may be longer than a thousand numbers. */
const glance = 1 << 16;

/**
 * Opens vectors, lets them be used, and closes them.
 * @param name the path as the manifest has it, relative to `cwd`: a file, a checkpoint's folder, or the thesis' folder.
 * @throws InputError when there is no such file, or no format of its is read, or `use` throws a FormatError.
 */
export const withVectors = <T>(name: string, cwd: string, use: (reader: VectorReader) => Promise<T>): Promise<T> =>
  reading(
    name,
    async () => {
      const place = await fileOf(name, cwd);
      const files: FileHandle[] = [];
      const opened = async (path: string): Promise<ByteSource> => {
        const file = await open(path);
        files.push(file);
        return fileSource(file);
      };
      try {
        return await use(await readerOf(place, opened));
      } catch (error) {
        throw (error as NodeJS.ErrnoException).syscall === undefined ? error : fileError(error as Error, correct);
      } finally {
        for (const file of files) await file.close();
      }
    },
    vectorRefusal,
  );

const correct = 'Correct model.embedding.from: random, word2vec, or the path of a file';

/** The file that a path stands for. */
async function fileOf(name: string, cwd: string): Promise<string> {
  const place = resolve(cwd, name);
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => {
    const word = nearest(name, ['random', 'word2vec']);
    throw fileError(error, word === null ? correct : `Did you mean "${word}"?`);
  });
  if (found.isFile()) return place;
  const inside = [weightsFile, thesisFile].map((each) => join(place, each)).find((each) => existsSync(each));
  if (inside !== undefined) return inside;
  throw new FormatError(`it is a folder without ${weightsFile} or ${thesisFile}`, 'Name the file of vectors itself');
}

interface VectorFile {
  source: ByteSource;
  /** Its first bytes. */
  start: Buffer;
  /** On disk. */
  place: string;
  /** Opens another file, which is closed with this one. */
  opened(path: string): Promise<ByteSource>;
}

interface VectorFormat {
  /** Whether a file that begins so is of this format. */
  begins(start: Buffer): boolean;
  /** @throws FormatError when the file is damaged, or holds no vectors with their words. */
  open(file: VectorFile): VectorReader | Promise<VectorReader>;
}

const firstLineOf = (start: Buffer): string => start.toString('latin1').split('\n', 1)[0] ?? '';
const beginsWithCounts = (start: Buffer): boolean => countLine.test(firstLineOf(start));

/** What is recognized and not read, and what to do instead; without a `fix`, the formats that are read are named. */
const refused = (beginnings: readonly string[], what: string, fix?: string): VectorFormat => ({
  begins: (start) => beginnings.some((each) => start.toString('latin1', 0, each.length) === each),
  open: () => {
    throw new FormatError(`it is ${what}`, fix);
  },
});

/** The first that a file begins like is the one that it is; a new format is a reader and one entry here. */
const vectorFormats: readonly VectorFormat[] = [
  refused(['PK\x03\x04', '\x1f\x8b', 'BZh', '\xfd7zXZ'], 'packed (zip, gzip, bzip2 or xz)', 'Unpack it first'),
  refused(['\x93NUMPY'], 'an array without words'),
  // 793712314, as fastText's own files begin.
  refused(['\xba\x16\x4f\x2f'], "fastText's own .bin, which holds pieces of words", 'Give the .vec beside it'),
  { begins: (start) => start[0] === 0x80, open: openGensim },
  { begins: isSafetensors, open: ({ source, place }) => openSafetensors(source, () => vocabularyBeside(place)) },
  // word2vec's text, and its .bin.
  {
    begins: (start) => beginsWithCounts(start) && isTextAfter(start, firstLineOf(start).length + 1),
    open: ({ source }) => openText(source, true),
  },
  { begins: beginsWithCounts, open: ({ source, start }) => openBinary(source, firstLineOf(start)) },
  // GloVe's, which begins like any text.
  { begins: (start) => !start.includes(0), open: ({ source }) => openText(source, false) },
];

async function readerOf(place: string, opened: VectorFile['opened']): Promise<VectorReader> {
  const source = await opened(place);
  const start = await bytesAt(source, 0, glance);
  if (start.length === 0) throw new FormatError('it is empty');
  const format = vectorFormats.find(({ begins }) => begins(start));
  if (format === undefined) throw new FormatError('its bytes begin like no format that is read');
  return format.open({ source, start, place, opened });
}

async function openGensim({ source, place, opened }: VectorFile): Promise<VectorReader> {
  const beside = async (file: string) => {
    const path = join(dirname(place), file);
    return existsSync(path) ? reading(file, async () => openNumpy(await opened(path)), vectorRefusal) : null;
  };
  return openKeyedVectors(await bytesAt(source, 0, source.length), basename(place), beside);
}

/** Whether the first word's line goes on with a number in digits: the bytes of float32 numbers hardly ever look so. */
function isTextAfter(start: Buffer, from: number): boolean {
  const space = start.indexOf(32, from + 1);
  if (space < 0) return true;
  const [line = ''] = start.toString('latin1', space + 1, Math.min(space + 49, start.length)).split('\n', 1);
  return /^[+-]?(\d|\.\d|nan|inf)[\x20-\x7e]*\r?$/i.test(line);
}

/** The words of a safetensors file: the checkpoint's that it belongs to, or a vocabulary of its own. */
async function vocabularyBeside(place: string): Promise<readonly string[] | null> {
  const stem = basename(place).replace(/\.[^.]*$/, '');
  const names = [`${stem}.vocabulary.json`, `${stem}.vocabulary.txt`, 'vocabulary.json', 'vocabulary.txt', modelFile];
  for (const name of names) {
    const path = join(dirname(place), name);
    const bytes = await readFile(path).catch(() => null);
    if (bytes !== null) return reading(path, () => readVocabulary(bytes, name));
  }
  return null;
}
