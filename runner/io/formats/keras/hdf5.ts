/** The contents of an HDF5 file: attributes of groups, and arrays of floating point. Reading goes on in a thread of its own. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Tensor } from '../../../core/tensor.ts';
import { FormatError } from '../format-error.ts';
import { mostUnpacked } from '../zip/zip.ts';

export interface Hdf5Contents {
  /** By the group's path ('/model_weights/lstm_1'), then by name. */
  attributes: Record<string, Record<string, string | string[] | number>>;
  /** By path. */
  arrays: Record<string, Tensor>;
  /** Datasets that are no floating point, by path, with their type. */
  unread: Record<string, string>;
}

/** Milliseconds: many times what reading takes on a busy machine. Some damage keeps the library busy for ever. */
const defaultPatience = ({ length }: Uint8Array): number => 10_000 + Math.ceil(length / 10_000);

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
export const isHdf5 = (bytes: Uint8Array): boolean => signature.every((value, index) => bytes[index] === value);

/**
 * @param patience milliseconds after which a file counts as damaged.
 * @throws FormatError when the bytes are no sound HDF5 file.
 */
export async function readHdf5(bytes: Uint8Array, patience = defaultPatience(bytes)): Promise<Hdf5Contents> {
  const worker = new Worker(new URL('./hdf5-worker.ts', import.meta.url), {
    workerData: { bytes, maxBytes: mostUnpacked(bytes.length) },
    // What the library itself says goes nowhere: its reason comes back as an error.
    stdout: true,
    stderr: true,
  });
  const signal = AbortSignal.timeout(patience);
  try {
    const answer = once(worker, 'message', { signal });
    const end = once(worker, 'exit', { signal }).then(() => [{ error: 'the HDF5 library gave up' }]);
    const [message]: (Hdf5Contents | { error: string })[] = await Promise.race([answer, end]);
    if (message !== undefined && !('error' in message)) return message;
    throw new Error(message?.error);
  } catch (error) {
    const late = `reading it took more than ${Math.round(patience / 1000)} s`;
    throw new FormatError(`the HDF5 file is damaged: ${signal.aborted ? late : (error as Error).message}`);
  } finally {
    await worker.terminate();
  }
}
