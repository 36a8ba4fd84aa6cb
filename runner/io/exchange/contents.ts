/** What the file or folder of another program holds, told by its bytes, not its name. Reads files; writes none. */
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FormatError } from '../formats/format-error.ts';
import { isHdf5, isKeras3, readKeras3, readKerasHdf5 } from '../formats/keras/keras.ts';
import { reading } from '../formats/refusals.ts';
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
import { filesInZip, isZip, type NamedFiles } from '../formats/zip/zip.ts';
import type { Arrays, Contents, Folder } from './layouts/layout.ts';
import { readable } from './layouts/layouts.ts';

interface ModelFormat {
  /** Whether a file that begins so is of this format. */
  begins(bytes: Uint8Array): boolean;
  /** @throws FormatError when the bytes are no sound file. */
  read(bytes: Uint8Array): Promise<Contents>;
}

/** A new format is a reader in formats/ and one entry here; of one that is a zip archive below. */
const modelFormats: readonly ModelFormat[] = [
  { begins: isZip, read: readArchive },
  { begins: isHdf5, read: async (bytes) => ({ kind: 'keras', ...(await readKerasHdf5(bytes)) }) },
  {
    begins: isSafetensors,
    async read(bytes) {
      const { tensors, metadata } = safetensorsIn(bytes);
      return arraysOf({ tensors, settings: new Map(Object.entries(metadata)), className: null }, 'a safetensors file');
    },
  },
  {
    begins: isBeforeZip,
    read: async (bytes) => arraysOf(await tensorsIn(pickledBeforeZip(bytes)), 'a PyTorch file from before 1.6'),
  },
];

/** By the files in them. */
const archives: readonly { holds(files: NamedFiles): boolean; read(files: NamedFiles): Promise<Contents> }[] = [
  { holds: isKeras3, read: async (files) => ({ kind: 'keras', ...(await readKeras3(files)) }) },
  { holds: isPytorch, read: async (files) => arraysOf(await readPytorch(files), 'a PyTorch file') },
];

async function readArchive(bytes: Uint8Array): Promise<Contents> {
  const files = await filesInZip(bytes);
  const format = archives.find(({ holds }) => holds(files));
  if (format === undefined) throw new FormatError('it is a zip archive, but neither of PyTorch nor of Keras 3');
  return format.read(files);
}

const arraysOf = (file: TorchFile, format: string): Arrays => ({ kind: 'arrays', format, ...file });

const formatOf = (bytes: Uint8Array): ModelFormat | undefined => modelFormats.find(({ begins }) => begins(bytes));

/** What a file holds. @throws FormatError when no reader knows the bytes, or the one that does refuses them. */
export async function contentsOf(bytes: Uint8Array): Promise<Contents> {
  const format = formatOf(bytes);
  if (format !== undefined) return format.read(bytes);
  const pickled = 'it is a pickle, but no PyTorch file: a vocabulary, or a model whose class alone can read it';
  const other = 'its bytes begin like no format that is read (PyTorch, safetensors, HDF5, .keras)';
  throw new FormatError(
    bytes.length === 0 ? 'it is empty' : bytes[0] === 0x80 ? pickled : other,
    `Read are ${readable}`,
  );
}

/** What the file at a path holds. @throws InputError where `contentsOf` throws a FormatError. */
export type FileContents = (path: string) => Promise<Contents>;

/** Reads each file once and takes it apart once, however many ask what it is. */
export function fileContents(): FileContents {
  const known = new Map<string, Promise<Contents>>();
  return (path) => {
    const found = known.get(path) ?? reading(path, async () => contentsOf(await readBytes(path)));
    known.set(path, found);
    return found;
  };
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

/** The one file of a folder whose bytes begin like those of a model. @throws FormatError when there is none, or several. */
export async function modelIn(path: string, { names }: Folder): Promise<string> {
  const models: string[] = [];
  for (const name of names) if (await looksLikeModel(join(path, name))) models.push(name);
  const [only, ...others] = models;
  if (only === undefined) throw new FormatError('no file in it is a model', `Read are ${readable}`);
  if (others.length === 0) return join(path, only);
  throw new FormatError(`it holds several models: ${models.join(', ')}`, 'Name the model file itself');
}

/** As many as tell a format. */
const firstBytes = 32;

async function looksLikeModel(path: string): Promise<boolean> {
  if (!(await stat(path)).isFile()) return false;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(firstBytes), 0, firstBytes, 0);
    return bytesRead === firstBytes && formatOf(buffer) !== undefined;
  } finally {
    await file.close();
  }
}

/** Beyond this Node reads no file at once. */
const largestFile = 2 ** 31 - 1;

/** @throws InputError when there is no such file, or it is too large. */
export const readBytes = (path: string): Promise<Uint8Array> =>
  reading(path, async () => {
    const fix = 'Correct the path';
    const file = await open(path).catch(({ code, message }: NodeJS.ErrnoException) => {
      throw new FormatError(code === 'ENOENT' ? 'there is no such file' : message, fix);
    });
    try {
      const found = await file.stat();
      if (!found.isFile()) throw new FormatError('it is not a file', fix);
      if (found.size > largestFile)
        throw new FormatError(`its ${found.size} bytes are more than the ${largestFile} that are read`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  });
