/**
 * A file or folder of vectors, opened: which format it is, told by its bytes and not by its name, and the reader for it.
 * Touches files only to read them.
 */
import { open, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { nearest } from '../../core/suggest.ts';
import { type ByteSource, bytesAt, fileSource } from '../byte-source.ts';
import { isNumpy, openNumpy } from '../numpy/npy.ts';
import { vectorRefusal } from '../refusals.ts';
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
const thesisFile = 'vocabulary.word2VecKeyedVector';
/** Beyond this Node reads no file at once, which a pickle has to be. */
const largestPickle = 2 ** 31 - 1;
const fastTextMagic = 793712314;
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
    return await use(await readerOf(await opened(place), name, place, opened));
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
  ENOTDIR: 'a part of the path is no folder',
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
  if (!found.isDirectory()) throw vectorRefusal(name, 'it is no file');
  for (const inside of [weightsFile, thesisFile]) {
    if ((await stat(join(place, inside)).catch(() => null))?.isFile()) return join(place, inside);
  }
  throw vectorRefusal(
    name,
    `it is a folder without ${weightsFile} or ${thesisFile}`,
    'Name the file of vectors itself',
  );
}

async function readerOf(
  source: ByteSource,
  name: string,
  place: string,
  opened: (path: string) => Promise<ByteSource>,
): Promise<VectorReader> {
  const start = await bytesAt(source, 0, glance);
  if (start.length === 0) throw vectorRefusal(name, 'it is empty');
  if (start[0] === 0x80) {
    if (source.length > largestPickle)
      throw vectorRefusal(name, `its ${source.length} bytes are too many for a pickle`, 'Save it as word2vec .bin');
    const beside = async (file: string) => {
      const path = join(dirname(place), file);
      return (await stat(path).catch(() => null)) === null ? null : openNumpy(await opened(path), file);
    };
    return openKeyedVectors(await bytesAt(source, 0, source.length), name, basename(place), beside);
  }
  if (isSafetensors(start)) return openSafetensors(source, name, () => vocabularyBeside(place));
  const packed = packings.find(({ begins }) => begins.every((byte, index) => start[index] === byte));
  if (packed !== undefined) throw vectorRefusal(name, `it is packed (${packed.name})`, 'Unpack it first');
  if (isNumpy(start)) throw vectorRefusal(name, 'it is an array without words');
  if (start.length >= 4 && start.readInt32LE(0) === fastTextMagic)
    throw vectorRefusal(name, "it is fastText's own .bin, which holds pieces of words", 'Give the .vec beside it');
  const firstLine = start.toString('latin1').split('\n', 1)[0] ?? '';
  if (!countLine.test(firstLine)) {
    if (start.includes(0)) throw vectorRefusal(name, 'its bytes begin like no format that is read');
    return openText(source, name, false);
  }
  return isTextAfter(start, firstLine.length + 1) ? openText(source, name, true) : openBinary(source, name, firstLine);
}

const packings = [
  { name: 'zip', begins: [0x50, 0x4b, 3, 4] },
  { name: 'gzip', begins: [0x1f, 0x8b] },
  { name: 'bzip2', begins: [0x42, 0x5a, 0x68] },
  { name: 'xz', begins: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
] as const;

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
