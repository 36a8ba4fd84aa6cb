/** What the file or folder of another program holds, told by its bytes, not its name. Reads files; writes none. */
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isHdf5 } from '../formats/keras/hdf5.ts';
import { readKerasHdf5 } from '../formats/keras/keras2.ts';
import { isKeras3, readKeras3 } from '../formats/keras/keras3.ts';
import { modelRefusal } from '../formats/refusals.ts';
import { readSafetensors } from '../formats/safetensors/file.ts';
import { isSafetensors } from '../formats/safetensors/header.ts';
import { isBeforeZip } from '../formats/torch/before-zip.ts';
import { pytorchPickle, readOldPytorch, readPytorch, type TorchFile } from '../formats/torch/torch.ts';
import { isZip, openZip } from '../formats/zip/in-memory.ts';
import type { Arrays, Contents, Folder } from './layouts/layout.ts';
import { readable } from './layouts/layouts.ts';

interface ModelFormat {
  /** Whether a file that begins so is of this format. */
  begins(bytes: Uint8Array): boolean;
  /** @param path only for messages. @throws InputError when the bytes are no sound file. */
  read(bytes: Uint8Array, path: string): Promise<Contents>;
}

/** A new format is a reader in formats/ and one entry here. */
const modelFormats = {
  /** Of PyTorch and of Keras 3. */
  zip: { begins: isZip, read: readArchive },
  hdf5: {
    begins: isHdf5,
    read: async (bytes, path) => ({ kind: 'keras', path, file: await readKerasHdf5(bytes, path) }),
  },
  safetensors: {
    begins: isSafetensors,
    read: async (bytes, path) => {
      const { tensors, metadata } = readSafetensors(bytes, path);
      const settings = new Map<string, unknown>(Object.entries(metadata));
      return { kind: 'arrays', path, format: 'a safetensors file', tensors, settings, className: null };
    },
  },
  pytorchBeforeZip: {
    begins: isBeforeZip,
    read: async (bytes, path) => arraysOf(await readOldPytorch(bytes, path), 'a PyTorch file from before 1.6', path),
  },
} as const satisfies Record<string, ModelFormat>;

const formatOf = (bytes: Uint8Array): ModelFormat | undefined =>
  Object.values<ModelFormat>(modelFormats).find(({ begins }) => begins(bytes));

/** Whether the first bytes are those of a model's file. */
const isModel = (bytes: Uint8Array): boolean => formatOf(bytes) !== undefined;

/** As many as tell a format. */
const firstBytes = 32;

/** What a file holds. @throws InputError as `readBytes` and `contentsOf`. */
export type FileContents = (path: string) => Promise<Contents>;

/** Reads each file once and takes it apart once, however many ask what it is. */
export function fileContents(): FileContents {
  const known = new Map<string, Promise<Contents>>();
  return (path) => {
    const found = known.get(path) ?? readBytes(path).then((bytes) => contentsOf(bytes, path));
    known.set(path, found);
    return found;
  };
}

/** @throws InputError when no reader knows the bytes, or the one that does refuses them. */
export async function contentsOf(bytes: Uint8Array, path: string): Promise<Contents> {
  const format = formatOf(bytes);
  if (format !== undefined) return format.read(bytes, path);
  const pickled = 'it is a pickle, but no PyTorch file: a vocabulary, or a model whose class alone can read it';
  const why =
    bytes.length === 0
      ? 'it is empty'
      : bytes[0] === 0x80
        ? pickled
        : 'its bytes begin like no format that is read (PyTorch, safetensors, HDF5, .keras)';
  throw modelRefusal(path, why, `Read are ${readable}`);
}

async function readArchive(bytes: Uint8Array, path: string): Promise<Contents> {
  const archive = await openZip(bytes, path);
  if (isKeras3(archive)) return { kind: 'keras', path, file: await readKeras3(archive, path) };
  if (pytorchPickle(archive) !== undefined) return arraysOf(await readPytorch(archive, path), 'a PyTorch file', path);
  throw modelRefusal(path, 'it is a zip archive, but neither of PyTorch nor of Keras 3');
}

const arraysOf = (file: TorchFile, format: string, path: string): Arrays => ({ kind: 'arrays', path, format, ...file });

/** The files of a folder, and of the folder `Weights` in it. @throws InputError when it cannot be listed. */
export async function folderAt(path: string): Promise<Folder> {
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const inner = entries.some((entry) => entry.isDirectory() && entry.name === 'Weights')
    ? await readdir(join(path, 'Weights'))
    : [];
  return {
    kind: 'folder',
    path,
    names: [...names, ...inner.map((name) => `Weights/${name}`)],
    read: (name) => readBytes(join(path, name)),
  };
}

/** The one file of a folder whose bytes begin like those of a model. @throws InputError when there is none, or several. */
export async function modelIn({ path, names }: Folder): Promise<string> {
  const models: string[] = [];
  for (const name of names) if (await looksLikeModel(join(path, name))) models.push(name);
  const [only, ...others] = models;
  if (only !== undefined && others.length === 0) return join(path, only);
  const why = only === undefined ? 'no file in it is a model' : `it holds several models: ${models.join(', ')}`;
  throw modelRefusal(path, why, only === undefined ? `Read are ${readable}` : 'Name the model file itself');
}

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

/** Beyond this Node reads no file at once. */
const largestFile = 2 ** 31 - 1;

/** @throws InputError when there is no such file, or it is too large. */
export async function readBytes(path: string): Promise<Uint8Array> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    throw modelRefusal(
      path,
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message,
      'Correct the path',
    );
  }
  try {
    const found = await file.stat();
    if (!found.isFile()) throw modelRefusal(path, 'it is not a file', 'Correct the path');
    if (found.size > largestFile)
      throw modelRefusal(path, `its ${found.size} bytes are more than the ${largestFile} that are read`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}
