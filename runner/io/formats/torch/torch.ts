/**
 * What a PyTorch file holds (`torch.save` of a state dict, of a dict that holds one, or of a whole module): arrays by name, and
 * the settings that stand beside them. Since version 1.6 it is a zip archive with a pickle and one file a storage; before, see
 * before-zip.ts. Nothing in the pickle runs; see pickle.ts. Source: torch/serialization.py.
 */

import type { Tensor } from '../../../core/tensor.ts';
import { readPickle } from '../pickle/pickle.ts';
import { modelRefusal } from '../refusals.ts';
import type { Archive } from '../zip/in-memory.ts';
import { readBeforeZip } from './before-zip.ts';
import { saveStateDict, torchPickle } from './pickled.ts';
import { readTensors } from './tensors.ts';
import { type WalkedModule, walk } from './walk.ts';

export interface TorchFile extends Pick<WalkedModule, 'settings' | 'className'> {
  /** As float32, by PyTorch's names. */
  tensors: Record<string, Tensor>;
}

export const pytorchPickle = (archive: Archive): string | undefined =>
  archive.names.find((name) => /^[^/]+\/data\.pkl$/.test(name));

/**
 * @param path only for messages.
 * @throws InputError when the file is damaged, holds more than data, or no single state dict or module.
 */
export async function readPytorch(archive: Archive, path: string): Promise<TorchFile> {
  const value = await pickledIn(archive, path);
  return filed(walk(value, path), (key) => archive.read(`${rootOf(archive)}data/${key}`), path);
}

/** The same of a file from before version 1.6. */
export async function readOldPytorch(bytes: Uint8Array, path: string): Promise<TorchFile> {
  const { value, storages } = readBeforeZip(bytes, path);
  const bytesOf = async (key: string) => {
    const found = storages.get(key);
    if (found === undefined) throw modelRefusal(path, `it lacks its storage "${key}"`);
    return found;
  };
  return filed(walk(value, path), bytesOf, path);
}

const filed = async (
  { stored, settings, className }: WalkedModule,
  bytesOf: (key: string) => Promise<Uint8Array>,
  path: string,
): Promise<TorchFile> => ({ tensors: await readTensors(stored, bytesOf, path), settings, className });

const rootOf = (archive: Archive): string => (pytorchPickle(archive) ?? '').slice(0, -'data.pkl'.length);

/** What the archive's pickle holds, tensors without their numbers. @throws InputError when it is damaged, or more than data. */
export async function pickledIn(archive: Archive, path: string): Promise<unknown> {
  const pickle = pytorchPickle(archive);
  if (pickle === undefined) throw modelRefusal(path, 'the archive holds no data.pkl');
  const root = rootOf(archive);
  if (archive.names.includes(`${root}constants.pkl`)) {
    throw modelRefusal(path, 'it is a TorchScript program, not a state dict', saveStateDict);
  }
  if (archive.names.includes(`${root}byteorder`)) {
    const order = Buffer.from(await archive.read(`${root}byteorder`)).toString();
    if (order !== 'little') throw modelRefusal(path, `its numbers are ${JSON.stringify(order)} endian`);
  }
  return readPickle(await archive.read(pickle), path, torchPickle(path));
}
