/** What the file or folder of another program holds, told by its bytes, not its name. Reads files; writes none. */
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FormatError } from '../formats/format-error.ts';
import { isObject, type JsonObject, objectIn } from '../formats/json.ts';
import { isHdf5, isKeras3, readKeras3, readKerasHdf5 } from '../formats/keras/keras.ts';
import { fileError, reading } from '../formats/refusals.ts';
import { safetensorsIn } from '../formats/safetensors/file.ts';
import { isSafetensors } from '../formats/safetensors/header.ts';
import {
  isBeforeZip,
  isPytorch,
  pickledBeforeZip,
  readPytorch,
  type TorchFile,
  tensorsIn,
} from '../formats/torch/torch.ts';
import { filesInZip, isZip } from '../formats/zip/zip.ts';
import type { Arrays, Contents, Folder } from './layouts/layout.ts';
import { readable } from './layouts/layouts.ts';

const isModel = (bytes: Uint8Array): boolean =>
  [isZip, isHdf5, isSafetensors, isBeforeZip].some((begins) => begins(bytes));

/** What a file holds. @throws FormatError when no reader knows the bytes, or the one that does refuses them. */
export async function contentsOf(bytes: Uint8Array): Promise<Contents> {
  const arraysOf = (file: TorchFile, format: string): Arrays => ({ kind: 'arrays', format, ...file });
  if (isZip(bytes)) {
    const files = await filesInZip(bytes);
    if (isKeras3(files)) return { kind: 'keras', ...(await readKeras3(files)) };
    if (isPytorch(files)) return arraysOf(await readPytorch(files), 'a PyTorch file');
    throw new FormatError('it is a zip archive, but neither of PyTorch nor of Keras 3');
  }
  if (isHdf5(bytes)) return { kind: 'keras', ...(await readKerasHdf5(bytes)) };
  if (isSafetensors(bytes)) {
    const { tensors, metadata } = safetensorsIn(bytes);
    return arraysOf({ tensors, settings: new Map(Object.entries(metadata)), className: null }, 'a safetensors file');
  }
  if (isBeforeZip(bytes)) return arraysOf(await tensorsIn(pickledBeforeZip(bytes)), 'a PyTorch file from before 1.6');
  const pickled = 'it is a pickle, but no PyTorch file: a vocabulary, or a model whose class alone can read it';
  const other = 'its bytes begin like no format that is read (PyTorch, safetensors, HDF5, .keras)';
  const why = bytes.length === 0 ? 'it is empty' : bytes[0] === 0x80 ? pickled : other;
  throw new FormatError(why, `Read are ${readable}`);
}

/** The files of a folder, and of the folder `Weights` in it. @throws InputError when it cannot be listed. */
export async function folderAt(path: string): Promise<Folder> {
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const inner = entries.some((entry) => entry.isDirectory() && entry.name === 'Weights')
    ? await readdir(join(path, 'Weights'))
    : [];
  return {
    kind: 'folder',
    names: [...names, ...inner.map((name) => `Weights/${name}`)],
    read: (name) => readBytes(join(path, name)),
  };
}

/** As the transformers library names the file of a network, the one that is taken first. */
const whole = ['model.safetensors', 'pytorch_model.bin'];

/**
 * The files of the model at a path: that file, or in a folder the one that is named as a network is, those that an index names
 * together, or else the one that begins like a model.
 * @throws FormatError when a folder holds none, or several models. @throws InputError when its index is damaged.
 */
async function modelFiles(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path);
  const one = whole.find((name) => names.includes(name));
  if (one !== undefined) return [join(path, one)];
  const index = whole.map((name) => `${name}.index.json`).find((name) => names.includes(name));
  if (index !== undefined) return piecesIn(path, index);
  const models: string[] = [];
  for (const name of names) if (await looksLikeModel(join(path, name))) models.push(name);
  const likely = models.filter((name) => /\.(pth|safetensors)$/.test(name));
  const [only, ...others] = likely.length === 1 ? likely : models;
  if (only === undefined) throw new FormatError('no file in it is a model', `Read are ${readable}`);
  if (others.length === 0) return [join(path, only)];
  throw new FormatError(`it holds several models: ${models.join(', ')}`, 'Name the model file itself');
}

/** The files that an index names, each of which lies beside it. */
const piecesIn = (folder: string, index: string): Promise<string[]> =>
  reading(join(folder, index), async () => {
    const fix = 'Keep all files of one model in one folder, as they were published';
    const { weight_map: map } = (await objectAt(join(folder, index))) ?? {};
    if (!isObject(map)) throw new FormatError('it has no "weight_map"', fix);
    return [...new Set(Object.values(map))].map((name) => {
      if (typeof name === 'string' && name === basename(name)) return join(folder, name);
      throw new FormatError(`it names ${JSON.stringify(name)} as a file`, fix);
    });
  });

/** Null where there is no JSON object. Python writes Infinity, which JSON has not. */
export async function objectAt(path: string): Promise<JsonObject | null> {
  try {
    return objectIn((await readFile(path, 'utf8')).replace(/([[,:]\s*-?)Infinity\b/g, '$11e999'));
  } catch {
    return null;
  }
}

/**
 * What the model at a path holds, the arrays of several files together, and the file that errors of it name.
 * @throws FormatError when it is none, or several. @throws InputError when a file of a folder is refused.
 */
export async function contentsAt(path: string): Promise<{ file: string; contents: Contents }> {
  const files = await modelFiles(path);
  const [file = path, ...others] = files;
  const read = async (each: string) => contentsOf(await readBytes(each));
  if (file === path) return { file, contents: await read(path) };
  if (others.length === 0) return { file, contents: await reading(file, () => read(file)) };
  const tensors = Object.create(null);
  for (const each of files) {
    const held = await reading(each, () => read(each));
    if (held.kind !== 'arrays') throw new FormatError(`${basename(each)} holds no arrays by name`);
    Object.assign(tensors, held.tensors);
  }
  return {
    file: path,
    contents: { kind: 'arrays', format: 'several files', tensors, settings: new Map(), className: null },
  };
}

/** As many as tell a format. */
const firstBytes = 32;

async function looksLikeModel(path: string): Promise<boolean> {
  if (!(await stat(path)).isFile()) return false;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(firstBytes), 0, firstBytes, 0);
    return bytesRead === firstBytes && isModel(buffer);
  } finally {
    await file.close();
  }
}

/** @throws InputError when there is no such file, or it is too large. */
export const readBytes = (path: string): Promise<Uint8Array> =>
  reading(path, () =>
    readFile(path).catch((error) => {
      throw fileError(error);
    }),
  );
