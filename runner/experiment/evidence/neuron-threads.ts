/**
 * What is measured of one neuron after another, on all processors: threads take a few neurons at a time from one counter.
 * What comes out is the same whatever their number. Starts threads, which stay a while for the next job; the work itself is pure
 * (`neuron-work.ts`).
 */

import { Worker } from 'node:worker_threads';
import { type EffectsJob, type MeasureEffects, measureHere, mergeEffects } from '../../analysis/stats/effects.ts';
import { mergeParts, neuronsAtOnce, type Sweep, sweepHere } from '../../analysis/stats/max-t.ts';
import { cores } from '../../core/cores.ts';
import { inSharedMemory } from '../../core/shared-memory.ts';
import type { JobOf, PartOf, WorkKind } from './neuron-work.ts';

/** What a thread is given; `next` holds one number, the first neuron that nobody has taken. */
export interface SharedWork {
  kind: WorkKind;
  job: JobOf<WorkKind>;
  neurons: number;
  next: SharedArrayBuffer;
}

/** What a thread says: a few neurons are done, or all that it took are, in order of their numbers. */
export type NeuronMessage = { done: number } | { parts: [first: number, part: unknown][] };

/** Work of fewer operations is done sooner than shared. */
const worthSharing = { sweep: 3e8, effects: 2e7 } as const;

/**
 * @param threads how many; by default one per processor.
 * @param worth additions below which the caller's own thread does the work.
 * @returns a sweep that throws what its `onProgress` throws, and then has stopped its threads.
 */
export function threadedSweep(threads = cores(), worth: number = worthSharing.sweep): Sweep {
  return async (job, onProgress) => {
    const additions =
      job.activations.length * job.tests.reduce((sum, { carriers }) => sum + carriers.length, 0) * job.table.length;
    if (threads < 2 || additions < worth) return await sweepHere(job, onProgress);
    return mergeParts(await inThreads('sweep', job, threads, onProgress));
  };
}

/**
 * @param look called whenever a few neurons are done; may throw to stop.
 * @param worth activations below which the caller's own thread does the work.
 */
export function threadedEffects(
  look: () => void,
  threads = cores(),
  worth: number = worthSharing.effects,
): MeasureEffects {
  return async (job) => {
    if (threads < 2 || rankedIn(job) < worth) return await measureHere(job);
    return mergeEffects(await inThreads('effects', job, threads, look));
  };
}

/** So many features are added up in the time in which ranks are taken. */
const listsToRanks = 100;

/** Activations that are ranked, each once for each class, and what takes as long as ranking. */
const rankedIn = ({ activations, classes }: EffectsJob): number =>
  activations.length *
  (activations[0]?.length ?? 0) *
  classes.reduce((sum, { carriers }) => sum + 1 + carriers.length / listsToRanks, 0);

/** Threads that wait for work, each with what ends it; they keep no process alive. */
const idle: { worker: Worker; ending: NodeJS.Timeout }[] = [];
/** Milliseconds that a thread waits: what it holds of its last job is freed only when it ends. */
const patience = 2000;

function thread(): Worker {
  const waiting = idle.pop();
  if (waiting === undefined) return new Worker(new URL('./neuron-worker.ts', import.meta.url));
  clearTimeout(waiting.ending);
  waiting.worker.ref();
  return waiting.worker;
}

/** Ends the threads that wait: what they hold of their last job is freed at once. */
export async function endIdleThreads(): Promise<void> {
  const all = idle.splice(0);
  for (const { ending } of all) clearTimeout(ending);
  await Promise.all(all.map(({ worker }) => worker.terminate()));
}

function rest(worker: Worker): void {
  worker.unref();
  const ending = setTimeout(() => {
    idle.splice(idle.indexOf(waiting), 1);
    void worker.terminate();
  }, patience).unref();
  const waiting = { worker, ending };
  idle.push(waiting);
}

/** @returns the parts in order of their neurons. */
async function inThreads<Kind extends WorkKind>(
  kind: Kind,
  job: JobOf<Kind>,
  threads: number,
  onProgress?: (share: number) => void,
): Promise<PartOf<Kind>[]> {
  const neurons = job.activations.length;
  const next = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const work: SharedWork = { kind, job: shared(job), neurons, next };
  const workers = Array.from({ length: Math.min(threads, Math.ceil(neurons / neuronsAtOnce)) }, thread);
  let done = 0;
  const progress = (more: number): void => {
    done += more;
    onProgress?.(done / neurons);
  };
  try {
    const parts = await Promise.all(workers.map((worker) => partsOf(worker, work, progress)));
    for (const worker of workers) rest(worker);
    return parts
      .flat()
      .sort(([a], [b]) => a - b)
      .map(([, part]) => part as PartOf<Kind>);
  } catch (error) {
    await Promise.all(workers.map((worker) => worker.terminate()));
    throw error;
  }
}

function partsOf(
  worker: Worker,
  work: SharedWork,
  progress: (done: number) => void,
): Promise<[first: number, part: unknown][]> {
  return new Promise((resolve, reject) => {
    const hear = (message: NeuronMessage) => {
      try {
        if ('done' in message) progress(message.done);
        else settle(() => resolve(message.parts));
      } catch (error) {
        settle(() => reject(error));
      }
    };
    const fail = (error: unknown) => settle(() => reject(error));
    const end = (code: number) => fail(new Error(`a thread that measures neurons ended with code ${code}`));
    const settle = (tell: () => void) => {
      worker.off('message', hear).off('error', fail).off('exit', end);
      tell();
    };
    worker.on('message', hear).on('error', fail).on('exit', end);
    worker.postMessage(work);
  });
}

/** The same, with its arrays where every thread can read them; those that already are there are not copied. */
function shared<T>(value: T): T {
  if (ArrayBuffer.isView(value)) return value.byteLength < smallest ? value : inSharedMemory(value);
  if (Array.isArray(value)) return value.map(shared) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shared(each)])) as T;
}

/** Bytes; what is smaller is copied for each thread. */
const smallest = 4096;
