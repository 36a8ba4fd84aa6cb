/**
 * A file or folder of vectors, opened: which format it is, recognized by its bytes, not its name, and the reader for it.
 * Touches files only to read them.
 */

import { existsSync } from 'node:fs';
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
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
      const files: FileHandle[] = [];
      const opened = async (path: string): Promise<ByteSource> => {
        const file = await open(path);
        files.push(file);
        return fileSource(file);
      };
      try {
        return await use(await readerOf(await fileOf(name, cwd), opened));
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
  if ((await stat(place)).isFile()) return place;
  const inside = [weightsFile, thesisFile].map((each) => join(place, each)).find((each) => existsSync(each));
  if (inside !== undefined) return inside;
  throw new FormatError(`it is a folder without ${weightsFile} or ${thesisFile}`, 'Name the file of vectors itself');
}

/** @param opened opens a file, which is closed when the vectors are read. */
async function readerOf(place: string, opened: (path: string) => Promise<ByteSource>): Promise<VectorReader> {
  const source = await opened(place);
  const start = await bytesAt(source, 0, glance);
  const [firstLine = ''] = start.toString('latin1').split('\n', 1);
  if (start.length === 0) throw new FormatError('it is empty');
  if (start[0] === 0x80) {
    const beside = async (file: string) => {
      const path = join(dirname(place), file);
      return existsSync(path) ? reading(file, async () => openNumpy(await opened(path)), vectorRefusal) : null;
    };
    return openKeyedVectors(await bytesAt(source, 0, source.length), basename(place), beside);
  }
  if (isSafetensors(start)) return openSafetensors(source, () => vocabularyBeside(place));
  // word2vec's text, and its .bin.
  if (countLine.test(firstLine))
    return isTextAfter(start, firstLine.length + 1) ? openText(source, true) : openBinary(source, firstLine);
  // GloVe's, which begins like any text.
  if (!start.includes(0)) return openText(source, false);
  throw new FormatError('its bytes begin like no format that is read');
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
