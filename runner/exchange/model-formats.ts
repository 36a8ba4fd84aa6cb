/**
 * Which reader a model's file is for, recognized by its bytes, not its name, and what that reader gives. A vocabulary that
 * the file itself holds comes with it.
 */
import { isHdf5 } from '../formats/keras/hdf5.ts';
import { readKerasHdf5 } from '../formats/keras/keras2.ts';
import { isKeras3, readKeras3 } from '../formats/keras/keras3.ts';
import { modelRefusal } from '../formats/refusals.ts';
import { readSafetensors } from '../formats/safetensors/file.ts';
import { isSafetensors } from '../formats/safetensors/header.ts';
import { pytorchPickle, readPytorch } from '../formats/torch/torch.ts';
import { isZip, openZip } from '../formats/zip/in-memory.ts';
import type { ForeignModel } from './foreign-model.ts';
import { kerasModel } from './keras-model.ts';
import { type MappingOptions, mapStateDict } from './state-dict-model.ts';

export interface ReadModel {
  model: ForeignModel;
  /** Tokens as JSON, where the file has them. */
  vocabulary?: string;
}

interface ModelFormat {
  /** Whether a file that begins so is of this format. */
  begins(bytes: Uint8Array): boolean;
  /** Whether what it is can be a model; otherwise reading it says why not. */
  isModel: boolean;
  /** @param path only for messages. @throws InputError when the bytes are no sound file, or hold no model of ours. */
  read(bytes: Uint8Array, path: string, options: MappingOptions): Promise<ReadModel>;
}

/** A new format is a reader in formats/ and one entry here. */
const modelFormats = {
  /** Of PyTorch and of Keras 3. */
  zip: { begins: isZip, isModel: true, read: readArchive },
  hdf5: {
    begins: isHdf5,
    isModel: true,
    read: async (bytes, path) => ({ model: kerasModel(await readKerasHdf5(bytes, path), path) }),
  },
  safetensors: {
    begins: isSafetensors,
    isModel: true,
    read: async (bytes, path, options) => {
      const { tensors, metadata } = readSafetensors(bytes, path);
      const model = mapStateDict(tensors, 'a safetensors file', options, path);
      return { model, ...(metadata.vocabulary === undefined ? {} : { vocabulary: metadata.vocabulary }) };
    },
  },
  pickle: {
    begins: (bytes) => bytes[0] === 0x80,
    isModel: false,
    read: async (_bytes, path) => {
      const old = 'it is a pickle: a PyTorch file from before version 1.6, or no model';
      throw modelRefusal(path, old, 'Load it in PyTorch and save it again: torch.save(model.state_dict(), path)');
    },
  },
} as const satisfies Record<string, ModelFormat>;

const formatOf = (bytes: Uint8Array): ModelFormat | undefined =>
  Object.values<ModelFormat>(modelFormats).find(({ begins }) => begins(bytes));

/** @throws InputError when no reader knows the bytes, or the one that does refuses them. */
export async function readModelFile(bytes: Uint8Array, path: string, options: MappingOptions): Promise<ReadModel> {
  const format = formatOf(bytes);
  if (format !== undefined) return format.read(bytes, path, options);
  throw modelRefusal(path, bytes.length === 0 ? 'it is empty' : 'its bytes begin like no format that is read');
}

/** Whether the first bytes are those of a model's file. */
export const isModel = (bytes: Uint8Array): boolean => formatOf(bytes)?.isModel ?? false;

async function readArchive(bytes: Uint8Array, path: string, options: MappingOptions): Promise<ReadModel> {
  const archive = await openZip(bytes, path);
  if (isKeras3(archive)) return { model: kerasModel(await readKeras3(archive, path), path) };
  if (pytorchPickle(archive) !== undefined) {
    return { model: mapStateDict(await readPytorch(archive, path), 'a PyTorch state dict', options, path) };
  }
  throw modelRefusal(path, 'it is a zip archive, but neither of PyTorch nor of Keras 3');
}
