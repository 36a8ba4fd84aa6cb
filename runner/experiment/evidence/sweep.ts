/**
 * The sweep over neurons and features on all processors: threads take a few neurons at a time from one counter. What
 * comes out is the same whatever their number. Starts threads; the work itself is `runner/stats/max-t.ts`.
 */

import { Worker } from 'node:worker_threads';
import { cores } from '../../core/cores.ts';
import { mergeParts, neuronsAtOnce, type Sweep, type SweepJob, type SweepPart, sweepHere } from '../../stats/max-t.ts';

/** What a thread is given; `next` holds one number, the first neuron that nobody has taken. */
export interface SweepWork {
  job: SweepJob;
  next: SharedArrayBuffer;
}

/** What a thread says: a few neurons are done, or all that it took are, in order of their numbers. */
export type SweepMessage = { swept: number } | { parts: [first: number, part: SweepPart][] };

/** Work of fewer additions is done sooner than threads are started. */
const additionsWorthThreads = 3e8;

/**
 * @param threads how many; by default one per processor.
 * @param worthThreads additions below which the caller's own thread does the work.
 * @returns a sweep that throws what its `onProgress` throws, and then has stopped its threads.
 */
export function threadedSweep(threads = cores(), worthThreads = additionsWorthThreads): Sweep {
  return async (job, onProgress) => {
    const neurons = job.activations.length;
    const additions = neurons * job.masks.length * job.table.length;
    if (threads < 2 || additions < worthThreads) return await sweepHere(job, onProgress);
    const work: SweepWork = { job: sharedJob(job), next: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT) };
    const workers = Array.from(
      { length: Math.min(threads, Math.ceil(neurons / neuronsAtOnce)) },
      () => new Worker(new URL('./sweep-worker.ts', import.meta.url), { workerData: work }),
    );
    let done = 0;
    const progress = (swept: number): void => {
      done += swept;
      onProgress?.(done / neurons);
    };
    try {
      const parts = await Promise.all(workers.map((worker) => partsOf(worker, progress)));
      return mergeParts(
        parts
          .flat()
          .sort(([a], [b]) => a - b)
          .map(([, part]) => part),
      );
    } finally {
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  };
}

function partsOf(worker: Worker, progress: (swept: number) => void): Promise<[first: number, part: SweepPart][]> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: SweepMessage) => {
      if ('parts' in message) {
        resolve(message.parts);
        return;
      }
      try {
        progress(message.swept);
      } catch (error) {
        reject(error);
      }
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`a thread that tests neurons ended with code ${code}`)));
  });
}

/** The job with its arrays where every thread can read them; those that already are there are not copied. */
function sharedJob({ units, activations, masks, table }: SweepJob): SweepJob {
  return {
    units,
    activations: activations.map((row) => shared(row, Float32Array)),
    masks: masks.map((mask) => shared(mask, Uint8Array)),
    table: shared(table, Uint16Array),
  };
}

function shared<A extends Float32Array | Uint8Array | Uint16Array>(
  array: A,
  kind: new (buffer: SharedArrayBuffer) => A,
): A {
  if (array.buffer instanceof SharedArrayBuffer) return array;
  const copy = new kind(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  return copy;
}
