/**
 * A network opened for reading. What its readings need is made when one first needs it, serves those that come after, and
 * is let go at the end: the folded embedding, and programs compiled for a number of streams and what is recorded and set.
 */
import { checkInterventions, intervenedNames } from '../../models/intervention.ts';
import type { Engine } from '../../models/program.ts';
import { isOfCells, type Readable, type ReadingOptions, readerOf, recordedNames } from '../../models/reading.ts';
import { foldEmbedding, worthFolding } from './fold-embedding.ts';
import { keptPrograms, type Network } from './programs.ts';
import { type ReadTask, readGroup, type Segment, type Stream, type StreamProgram } from './read-group.ts';
import { checkSampling, type Sample, type SamplingTask, sampleWith, samplingOptions } from './sample.ts';
import { type StateArrays, stateAfter } from './state-after.ts';

/** Reads or writes one text after the other, never two at once. */
export interface Reader<A extends Readable = Readable> {
  readonly architecture: A;
  /** The state in which segments begin unless a task says otherwise: that before any text, or after what is read before them. */
  start(): Promise<StateArrays>;
  /**
   * Reads all segments.
   * @returns `nll` [tokens - 1], nats: nll[t] is the cross-entropy of token t+1 given those before it in its segment;
   * NaN where token t+1 begins another segment.
   * @throws InputError when an intervention names a neuron that the network does not have.
   */
  read(task: ReadTask): Promise<{ nll: Float32Array }>;
  /** As `sample`, with what was compiled before. */
  sample(task: SamplingTask): Promise<Sample>;
  release(): Promise<void>;
}

/** Segments read side by side unless asked: enough for large products, few enough for memory. */
const mostStreams = 64;

/** @param before token ids that are read first, once, and after which every segment begins; absent: before any text. */
export function openReader<A extends Readable>(
  engine: Engine,
  network: Network<A>,
  before: Int32Array = new Int32Array(),
): Reader<A> {
  let folded: Network | null = null;
  /** With one-hot input where that takes less for so many tokens. */
  const quickest = async (tokens: number): Promise<Network> => {
    const { weights } = network;
    const architecture: Readable = network.architecture;
    if (!isOfCells(architecture) || !worthFolding(architecture, tokens)) return network;
    folded ??= await foldEmbedding(engine, { architecture, weights });
    return folded;
  };
  const programs = keptPrograms(engine);
  const { architecture } = network;
  const read = async (task: ReadTask): Promise<{ nll: Float32Array }> => {
    const { ids, segments, interventions = [], streams: most = mostStreams } = task;
    checkInterventions(readerOf(architecture), interventions);
    const tokens = tokensOf(segments, ids.length);
    const used = await quickest(tokens);
    const options: ReadingOptions = {
      predict: task.predict ?? 'loss',
      record: task.record ?? recordedNames(used.architecture),
      intervened: intervenedNames(interventions),
    };
    const nll = new Float32Array(Math.max(0, ids.length - 1)).fill(Number.NaN);
    let compiled: StreamProgram | null = null;
    let done = 0;
    for (const group of groups(segments, most)) {
      // One for more streams serves fewer as well, and of a text only the last are fewer.
      if (compiled === null || compiled.streams < group.length) {
        compiled = await programs.for(used, group.length, options);
      }
      await readGroup(compiled, { task, network: used.architecture, group, nll, done });
      done += group.reduce((sum, { length }) => sum + length, 0);
    }
    return { nll };
  };
  let started: Promise<StateArrays> | null = null;
  const start = (): Promise<StateArrays> => {
    started ??= stateAfter({ architecture, read }, before);
    return started;
  };
  return {
    architecture,
    start,
    async read(task) {
      if (before.length === 0 || task.initial !== undefined) return read(task);
      const state = await start();
      return read({ ...task, initial: () => state });
    },
    async sample(task) {
      checkSampling(network.architecture, task);
      const { executable } = await programs.for(network, 1, samplingOptions(network.architecture, task));
      return sampleWith(executable, network.architecture, task);
    },
    async release() {
      folded = null;
      await programs.release();
    },
  };
}

/** @throws RangeError when a segment is not within the text. */
function tokensOf(segments: readonly Segment[], textLength: number): number {
  for (const [start, length] of segments) {
    if (!(start >= 0 && start + length <= textLength))
      throw new RangeError(`reading: a segment of ${length} tokens from ${start} is not within ${textLength} tokens`);
  }
  return segments.reduce((sum, [, length]) => sum + length, 0);
}

/** Of so many streams more, or fewer, a product has the same digits; and a program for a few more than there are serves them. */
const streamsTogether = 8;

/** Consecutive segments of one length, at most `most` together, in groups of about one size: a program works for all its streams. */
function groups(segments: readonly Segment[], most: number): Stream[][] {
  const runs: Stream[][] = [];
  for (const [index, [start, length]] of segments.entries()) {
    const last = runs.at(-1);
    if (last?.[0]?.length === length) last.push({ index, start, length });
    else runs.push([{ index, start, length }]);
  }
  return runs.flatMap((run) => {
    const even = Math.ceil(run.length / Math.ceil(run.length / most));
    const size = Math.min(most, streamsTogether * Math.ceil(even / streamsTogether));
    return Array.from({ length: Math.ceil(run.length / size) }, (_, group) =>
      run.slice(group * size, (group + 1) * size),
    );
  });
}
