/**
 * What is measured of one neuron after another, on all processors: threads take a few neurons at a time from one counter.
 * What comes out is the same whatever their number. Starts threads.
 */
import {
  type Kernels,
  type MassTestJob,
  type MassTestOutcome,
  mergeParts,
  neuronsAtOnce,
  type Sweep,
  sweepWith,
} from '../../analysis/stats/max-t.ts';
import { cores } from '../../core/cores.ts';
import { inThreads } from '../../core/pool.ts';
import { shared } from '../../core/shared-memory.ts';
import { stopIfAsked } from '../reading.ts';
import { eightNeurons } from './kernels.ts';
import type { NeuronParts, NeuronTask } from './neuron-worker.ts';

/** Work of fewer additions, and of fewer activations that are ranked, is done sooner than shared. */
const worthSharing = { additions: 3e8, ranked: 2e7 } as const;

/** Compiled when they are first asked for. */
let kernels: Promise<Kernels> | undefined;

/**
 * @param look called whenever a few neurons are done; may throw to stop.
 * @param threads how many; by default one per processor.
 * @param worth below which the caller's own thread does the work.
 * @returns a sweep that throws what its `onProgress` throws, and then has stopped its threads.
 */
export function threadedSweep(
  look?: () => void,
  threads = cores(),
  worth: Record<keyof typeof worthSharing, number> = worthSharing,
): Sweep {
  return async (job, onProgress) => {
    const additions =
      job.activations.length * job.tests.reduce((sum, { carriers }) => sum + carriers.length, 0) * job.table.length;
    if (threads < 2 || (additions < worth.additions && rankedIn(job) < worth.ranked)) {
      kernels ??= eightNeurons();
      return await sweepWith(await kernels)(job, onProgress);
    }
    return await sweepInThreads(job, threads, (share) => {
      look?.();
      onProgress?.(share);
    });
  };
}

/** For the work of an experiment; throws when the user asks to stop. */
export const sweepFor = (context: Parameters<typeof stopIfAsked>[0]): Sweep =>
  threadedSweep(() => stopIfAsked(context));

/** So many features are added up in the time in which ranks are taken. */
const listsToRanks = 100;

/** Activations that are ranked, each once for each class, and what takes as long as ranking. */
const rankedIn = ({ activations, classes }: MassTestJob): number =>
  activations.length *
  (activations[0]?.length ?? 0) *
  classes.reduce((sum, { carriers }) => sum + 1 + carriers.length / listsToRanks, 0);

async function sweepInThreads(
  job: MassTestJob,
  threads: number,
  onProgress: (share: number) => void,
): Promise<MassTestOutcome> {
  const neurons = job.activations.length;
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let done = 0;
  const parts = await inThreads<NeuronTask, NeuronParts, number>(
    Math.min(threads, Math.ceil(neurons / neuronsAtOnce)),
    new URL('./neuron-worker.ts', import.meta.url),
    { job: shared(job), next },
    (more) => {
      done += more;
      onProgress(done / neurons);
    },
  );
  const inOrder = parts.flat().sort(([a], [b]) => a - b);
  return mergeParts(inOrder.map(([, part]) => part));
}
