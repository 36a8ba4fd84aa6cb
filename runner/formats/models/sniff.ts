/**
 * Which reader a file is for, told by its bytes and not by its name, and what that reader gives. A vocabulary that the file
 * itself holds comes with it.
 */

import { isHdf5 } from '../keras/hdf5.ts';
import { readKerasHdf5 } from '../keras/keras2.ts';
import { isKeras3, readKeras3 } from '../keras/keras3.ts';
import { isSafetensors, readSafetensors } from '../safetensors/state-dict.ts';
import { pytorchPickle, readPytorch } from '../torch/torch.ts';
import { isZip, openZip } from '../zip/in-memory.ts';
import type { ForeignModel } from './foreign-model.ts';
import { type MappingOptions, mapStateDict } from './mapping.ts';
import { refusal } from './refusal.ts';

export interface Sniffed {
  model: ForeignModel;
  /** Tokens as JSON, where the file has them. */
  vocabulary?: string;
}

/** @throws InputError when no reader knows the bytes, or the one that does refuses them. */
export async function readModelFile(bytes: Uint8Array, path: string, options: MappingOptions): Promise<Sniffed> {
  if (isZip(bytes)) {
    const archive = await openZip(bytes, path);
    if (isKeras3(archive)) return { model: await readKeras3(archive, path) };
    if (pytorchPickle(archive) !== undefined) {
      return { model: mapStateDict(await readPytorch(archive, path), 'a PyTorch state dict', options, path) };
    }
    throw refusal(path, 'it is a zip archive, but neither of PyTorch nor of Keras 3');
  }
  if (isHdf5(bytes)) return { model: await readKerasHdf5(bytes, path) };
  if (isSafetensors(bytes)) {
    const { tensors, metadata } = readSafetensors(bytes, path);
    const model = mapStateDict(tensors, 'a safetensors file', options, path);
    return { model, ...(metadata.vocabulary === undefined ? {} : { vocabulary: metadata.vocabulary }) };
  }
  if (bytes[0] === 0x80) {
    const old = 'it is a pickle: a PyTorch file from before version 1.6, or no model';
    throw refusal(path, old, 'Load it in PyTorch and save it again: torch.save(model.state_dict(), path)');
  }
  throw refusal(path, bytes.length === 0 ? 'it is empty' : 'its bytes begin like no format that is read');
}

/** Whether the first bytes are those of a model's file. */
export const isModel = (bytes: Uint8Array): boolean => isZip(bytes) || isHdf5(bytes) || isSafetensors(bytes);
