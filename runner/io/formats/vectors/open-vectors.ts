/**
 * A file or folder of vectors, opened: which format it is, recognized by its bytes, not its name, and the reader for it.
 * Touches files only to read them.
 */

import { open, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../../../core/errors.ts';
import { exists } from '../../../core/paths.ts';
import { nearest } from '../../../core/suggest.ts';
import { type ByteSource, bytesAt, fileSource } from '../byte-source.ts';
import { openNumpy } from '../numpy/npy.ts';
import { vectorRefusal } from '../refusals.ts';
import { isSafetensors } from '../safetensors/header.ts';
import { readVocabulary } from '../vocabulary/vocabulary.ts';
import { openBinary } from './binary.ts';
import { openKeyedVectors } from './keyed-vectors.ts';
import { openSafetensors } from './safetensors.ts';
import { countLine, openText } from './text.ts';
import type { VectorReader } from './wanted.ts';

/** Of a checkpoint's folder. */
const modelFile = 'model.json';
const weightsFile = 'weights.safetensors';
/** As the thesis' programs name their vectors. */
const thesisFile = 'vocabulary.word2VecKeyedVector';
/** Beyond this Node reads no file at once, which a pickle has to be. */
const largestPickle = 2 ** 31 - 1;
/** What is looked at to tell a format; GloVe's first line may be longer than a thousand numbers. */
const glance = 1 << 16;

/**
 * Opens vectors, lets them be used, and closes them.
 * @param name the path as the manifest has it, relative to `cwd`: a file, a checkpoint's folder, or the thesis' folder.
 * @throws InputError when there is no such file, or no format of its is read.
 */
export async function withVectors<T>(name: string, cwd: string, use: (reader: VectorReader) => Promise<T>): Promise<T> {
  const place = await fileOf(name, cwd);
  const close: (() => Promise<void>)[] = [];
  const opened = async (path: string): Promise<ByteSource> => {
    const file = await open(path);
    close.push(() => file.close());
    return fileSource(file);
  };
  try {
    const source = await opened(place);
    const start = await bytesAt(source, 0, glance);
    return await use(await readerOf({ source, start, name, place, opened }));
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (error instanceof InputError || syscall === undefined) throw error;
    throw vectorRefusal(name, reasons[code ?? ''] ?? (error as Error).message, 'Correct model.embedding.from');
  } finally {
    for (const each of close) await each();
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is not a folder',
  EACCES: 'reading it is not permitted',
  EISDIR: 'it is a folder',
};

/** The file that a path stands for. */
async function fileOf(name: string, cwd: string): Promise<string> {
  const place = resolve(cwd, name);
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    const word = nearest(name, ['random', 'word2vec']);
    throw vectorRefusal(
      name,
      reasons[found.code ?? ''] ?? found.message,
      word === null
        ? 'Correct model.embedding.from: random, word2vec, or the path of a file'
        : `Did you mean "${word}"?`,
    );
  }
  if (found.isFile()) return place;
  if (!found.isDirectory()) throw vectorRefusal(name, 'it is not a file');
  for (const inside of [weightsFile, thesisFile]) {
    if ((await stat(join(place, inside)).catch(() => null))?.isFile()) return join(place, inside);
  }
  throw vectorRefusal(
    name,
    `it is a folder without ${weightsFile} or ${thesisFile}`,
    'Name the file of vectors itself',
  );
}

interface VectorFile {
  source: ByteSource;
  /** Its first bytes. */
  start: Buffer;
  /** As the manifest has it. */
  name: string;
  /** On disk. */
  place: string;
  /** Opens another file, which is closed with this one. */
  opened(path: string): Promise<ByteSource>;
}

interface VectorFormat {
  /** Whether a file that begins so is of this format. */
  begins(start: Buffer): boolean;
  /** @throws InputError when the file is damaged, or holds no vectors with their words. */
  open(file: VectorFile): VectorReader | Promise<VectorReader>;
}

const firstLineOf = (start: Buffer): string => start.toString('latin1').split('\n', 1)[0] ?? '';
const beginsWithCounts = (start: Buffer): boolean => countLine.test(firstLineOf(start));

/** The first that a file begins like is the one that it is; a new format is a reader and one entry here. */
const vectorFormats = {
  gensim: { begins: (start) => start[0] === 0x80, open: openGensim },
  safetensors: {
    begins: isSafetensors,
    open: ({ source, name, place }) => openSafetensors(source, name, () => vocabularyBeside(place)),
  },
  word2vecText: {
    begins: (start) => beginsWithCounts(start) && isTextAfter(start, firstLineOf(start).length + 1),
    open: ({ source, name }) => openText(source, name, true),
  },
  word2vecBinary: {
    begins: beginsWithCounts,
    open: ({ source, name, start }) => openBinary(source, name, firstLineOf(start)),
  },
  /** It begins like any text. */
  glove: { begins: (start) => !start.includes(0), open: ({ source, name }) => openText(source, name, false) },
} as const satisfies Record<string, VectorFormat>;

async function readerOf(file: VectorFile): Promise<VectorReader> {
  const { name, start } = file;
  if (start.length === 0) throw vectorRefusal(name, 'it is empty');
  const notRead = knownAndNotRead.find(({ begins }) => begins.every((byte, index) => start[index] === byte));
  if (notRead !== undefined) throw vectorRefusal(name, `it is ${notRead.what}`, notRead.fix);
  const format = Object.values<VectorFormat>(vectorFormats).find(({ begins }) => begins(start));
  if (format === undefined) throw vectorRefusal(name, 'its bytes begin like no format that is read');
  return format.open(file);
}

/** What is recognized and not read, and what to do instead; without a `fix`, the formats that are read are named. */
const knownAndNotRead: readonly { begins: readonly number[]; what: string; fix?: string }[] = [
  { begins: [0x50, 0x4b, 3, 4], what: 'packed (zip)', fix: 'Unpack it first' },
  { begins: [0x1f, 0x8b], what: 'packed (gzip)', fix: 'Unpack it first' },
  { begins: [0x42, 0x5a, 0x68], what: 'packed (bzip2)', fix: 'Unpack it first' },
  { begins: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: 'packed (xz)', fix: 'Unpack it first' },
  { begins: [...Buffer.from('\x93NUMPY', 'latin1')], what: 'an array without words' },
  // 793712314, as fastText's own files begin.
  {
    begins: [0xba, 0x16, 0x4f, 0x2f],
    what: "fastText's own .bin, which holds pieces of words",
    fix: 'Give the .vec beside it',
  },
];

async function openGensim({ source, name, place, opened }: VectorFile): Promise<VectorReader> {
  if (source.length > largestPickle)
    throw vectorRefusal(name, `its ${source.length} bytes are too many for a pickle`, 'Save it as word2vec .bin');
  const beside = async (file: string) => {
    const path = join(dirname(place), file);
    return (await exists(path)) ? openNumpy(await opened(path), file) : null;
  };
  return openKeyedVectors(await bytesAt(source, 0, source.length), name, basename(place), beside);
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
    if (bytes === null) continue;
    return name === modelFile ? checkpointWords(bytes, path) : readVocabulary(bytes, path);
  }
  return null;
}

function checkpointWords(bytes: Uint8Array, path: string): readonly string[] {
  try {
    const { vocabulary } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { vocabulary?: unknown };
    if (Array.isArray(vocabulary) && vocabulary.every((word) => typeof word === 'string')) return vocabulary;
  } catch {
    // Told below: it names no words either way.
  }
  throw vectorRefusal(path, 'it names no vocabulary');
}
