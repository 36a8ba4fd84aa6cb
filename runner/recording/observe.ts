/**
 * Reads a text with a model, one token at a time, and records every component of every layer. Segments of equal length
 * are read side by side, each from the zero state. Values go to a sink as they come, so that memory stays flat.
 */
import type { Checkpoint } from '../models/checkpoint.ts';
import { checkInterventions, type Intervention, intervenedNames } from '../models/intervention.ts';
import { type Engine, type Executable, sizeOf, valueNamed } from '../models/program.ts';
import {
  operationsPerToken,
  type ReadingOptions,
  readingProgram,
  recordedNames,
  recordedOutput,
  stateShapes,
} from '../models/reading.ts';
import { foldEmbedding, worthFolding } from './fold-embedding.ts';
import { interventionFeeds } from './interventions.ts';

/** Start and length of a stretch of tokens that is read from the zero state. */
export type Segment = readonly [start: number, length: number];

export interface RecordingSink {
  /** Rows [rows, units] of an array, beginning at token `start`; every token is written once. */
  write(name: string, start: number, rows: Float32Array): Promise<void>;
}

export interface ObserveTask {
  engine: Engine;
  checkpoint: Pick<Checkpoint, 'architecture' | 'weights'>;
  /** Token ids, [tokens]. */
  ids: Int32Array;
  /** Stretches of the text; with a loss or a sink of the whole text they cover it in order, without gaps. */
  segments: readonly Segment[];
  sink: RecordingSink;
  /** Names of the arrays that go to the sink, such as `hidden.1`; default all. */
  record?: readonly string[];
  /** `nothing` leaves the decoder out, and every nll is NaN. */
  predict?: 'loss' | 'nothing';
  /** Neurons that are set to given values; what is recorded of them is what they were set to. */
  interventions?: readonly Intervention[];
  /** State before a segment's first token, [units] by name (`hidden.1`, `cell.1`, ...); absent: zeros. */
  initial?(segment: number): Readonly<Record<string, Float32Array>>;
  /** Segments read side by side, at most: more make larger products and take more memory. */
  streams?: number;
  onProgress?(tokensDone: number): void;
  /** Lets timers and signals run between steps; throws to stop. */
  pause?(): Promise<void>;
}

/** Tokens of each segment, and numbers of each array, that are kept in memory before they go to the sink. */
const tokensAtOnce = 512;
const numbersAtOnce = 1 << 24;

/** Segments read side by side unless asked: enough for large products, few enough for memory. */
const mostStreams = 64;

/**
 * Reads all segments.
 * @returns `nll` [tokens - 1], nats: nll[t] is the cross-entropy of token t+1 given those before it in its segment;
 * NaN where token t+1 begins another segment.
 * @throws InputError when an intervention names a neuron that the network does not have.
 */
export async function observe(task: ObserveTask): Promise<{ nll: Float32Array }> {
  const { ids, segments, engine, interventions = [], streams: most = mostStreams } = task;
  checkInterventions(task.checkpoint.architecture, interventions);
  for (const [start, length] of segments) {
    if (!(start >= 0 && start + length <= ids.length))
      throw new RangeError(`observe: a segment of ${length} tokens from ${start} is not within ${ids.length} tokens`);
  }
  const tokens = segments.reduce((sum, [, length]) => sum + length, 0);
  const checkpoint = worthFolding(task.checkpoint.architecture, tokens)
    ? await foldEmbedding(engine, task.checkpoint)
    : task.checkpoint;
  const options: ReadingOptions = {
    predict: task.predict ?? 'loss',
    record: task.record ?? recordedNames(checkpoint.architecture),
    intervened: intervenedNames(interventions),
  };
  const nll = new Float32Array(Math.max(0, ids.length - 1)).fill(Number.NaN);
  let compiled: { streams: number; executable: Executable } | null = null;
  let done = 0;
  try {
    for (const group of groups(segments, most)) {
      const streams = group.length;
      if (compiled === null || compiled.streams < streams) {
        await compiled?.executable.release();
        const program = readingProgram(checkpoint.architecture, checkpoint.weights, streams, options);
        compiled = {
          streams,
          executable: await engine.compile(program, {
            operations: streams * operationsPerToken(checkpoint.architecture),
          }),
        };
      }
      await readGroup(task, compiled, group, { nll, done });
      done += group.reduce((sum, { length }) => sum + length, 0);
    }
  } finally {
    await compiled?.executable.release();
  }
  return { nll };
}

/** A segment, with its place in the list of segments. */
interface Stream {
  index: number;
  start: number;
  length: number;
}

/** Consecutive segments of one length, at most `most` together. */
function groups(segments: readonly Segment[], most: number): Stream[][] {
  const result: Stream[][] = [];
  for (const [index, [start, length]] of segments.entries()) {
    const last = result.at(-1);
    if (last !== undefined && last.length < most && last[0]?.length === length) last.push({ index, start, length });
    else result.push([{ index, start, length }]);
  }
  return result;
}

async function readGroup(
  task: ObserveTask,
  { executable, streams }: { executable: Executable; streams: number },
  group: readonly Stream[],
  { nll, done }: { nll: Float32Array /** Tokens read before. */; done: number },
): Promise<void> {
  const { ids, sink, record, predict, interventions = [] } = task;
  const { architecture } = task.checkpoint;
  const { units } = architecture;
  const [first] = group;
  if (first === undefined) return;
  const { length } = first;
  const held = Math.min(length, tokensAtOnce, Math.max(1, Math.floor(numbersAtOnce / (group.length * units))));
  const buffers = new Map(
    (record ?? recordedNames(architecture)).map((name) => [name, new Float32Array(group.length * held * units)]),
  );
  const feeds = interventionFeeds(interventions, group, streams, units);
  await feeds.begin(executable);
  for (const [name, shape] of Object.entries(stateShapes(architecture, streams))) {
    const state = new Float32Array(sizeOf(shape));
    group.forEach(({ index }, s) => {
      const before = task.initial?.(index);
      if (before !== undefined) state.set(valueNamed(before, name), s * units);
    });
    await executable.writeState(name, state);
  }
  for (let t = 0; t < length; t++) {
    const token = new Int32Array(streams);
    const next = new Int32Array(streams);
    group.forEach(({ start }, s) => {
      token.set(ids.subarray(start + t, start + t + 1), s);
      // Not after the last token of a segment, whose loss is not kept.
      if (t < length - 1) next.set(ids.subarray(start + t + 1, start + t + 2), s);
    });
    const outputs = await executable.run({ token, ...(predict === 'nothing' ? {} : { next }), ...feeds.at(t) });
    for (const [name, buffer] of buffers) {
      const values = valueNamed(outputs, recordedOutput(name));
      for (let s = 0; s < group.length; s++) {
        buffer.set(values.subarray(s * units, (s + 1) * units), (s * held + (t % held)) * units);
      }
    }
    // The last token's successor belongs to another segment, or to none.
    if (t < length - 1) {
      group.forEach(({ start }, s) => {
        nll[start + t] = outputs.loss?.[s] ?? Number.NaN;
      });
    }
    const isFull = (t + 1) % held === 0;
    if (isFull || t === length - 1) {
      const rows = isFull ? held : length % held;
      for (const [name, buffer] of buffers) {
        for (const [s, { start }] of group.entries()) {
          const from = s * held * units;
          await sink.write(name, start + t + 1 - rows, buffer.subarray(from, from + rows * units));
        }
      }
    }
    task.onProgress?.(done + (t + 1) * group.length);
    await task.pause?.();
  }
}

/** A sink that keeps everything in memory: arrays [tokens, units] by name. */
export function memorySink(tokens: number, units: number): RecordingSink & { arrays: Map<string, Float32Array> } {
  const arrays = new Map<string, Float32Array>();
  return {
    arrays,
    async write(name, start, rows) {
      const array = arrays.get(name) ?? new Float32Array(tokens * units);
      array.set(rows, start * units);
      arrays.set(name, array);
    },
  };
}
