/**
 * Reads a text with a model, one token at a time, and records every component of every layer. Segments of equal length
 * are read side by side, each from the zero state. Values go to a sink as they come, so that memory stays flat.
 */
import type { Checkpoint } from '../models/checkpoint.ts';
import { type Engine, type Executable, sizeOf } from '../models/program.ts';
import { operationsPerToken, readingProgram, recordedNames, recordedOutput, stateShapes } from '../models/reading.ts';

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
  /** Stretches that cover the tokens in order, without gaps. */
  segments: readonly Segment[];
  sink: RecordingSink;
  onProgress?(tokensDone: number): void;
  /** Lets timers and signals run between steps; throws to stop. */
  pause?(): Promise<void>;
}

/** Tokens of each segment that are kept in memory before they go to the sink. */
const tokensAtOnce = 512;

/** Segments read side by side: enough for large products, few enough for memory. */
const mostStreams = 64;

/**
 * Reads all segments.
 * @returns `nll` [tokens - 1], nats: nll[t] is the cross-entropy of token t+1 given those before it in its segment;
 * NaN where token t+1 begins another segment.
 */
export async function observe(task: ObserveTask): Promise<{ nll: Float32Array }> {
  const { ids, segments, engine, checkpoint } = task;
  const nll = new Float32Array(Math.max(0, ids.length - 1)).fill(Number.NaN);
  let compiled: { streams: number; executable: Executable } | null = null;
  let done = 0;
  try {
    for (const group of groups(segments)) {
      const streams = Math.min(mostStreams, segments.length, group.length);
      if (compiled === null || compiled.streams < streams) {
        await compiled?.executable.release();
        const program = readingProgram(checkpoint.architecture, checkpoint.weights, streams, 'loss');
        compiled = {
          streams,
          executable: await engine.compile(program, {
            operations: streams * operationsPerToken(checkpoint.architecture),
          }),
        };
      }
      await readGroup(task, compiled.executable, compiled.streams, group, nll, done);
      done += group.reduce((sum, [, length]) => sum + length, 0);
    }
  } finally {
    await compiled?.executable.release();
  }
  return { nll };
}

/** Consecutive segments of one length, at most `mostStreams` together. */
function groups(segments: readonly Segment[]): Segment[][] {
  const result: Segment[][] = [];
  for (const segment of segments) {
    const last = result.at(-1);
    if (last !== undefined && last.length < mostStreams && last[0]?.[1] === segment[1]) last.push(segment);
    else result.push([segment]);
  }
  return result;
}

async function readGroup(
  task: ObserveTask,
  executable: Executable,
  streams: number,
  group: readonly Segment[],
  nll: Float32Array,
  doneBefore: number,
): Promise<void> {
  const { ids, sink } = task;
  const { architecture } = task.checkpoint;
  const { units } = architecture;
  const length = group[0]?.[1] ?? 0;
  const held = Math.min(length, tokensAtOnce);
  const buffers = new Map(
    recordedNames(architecture).map((name) => [name, new Float32Array(group.length * held * units)]),
  );
  for (const [name, shape] of Object.entries(stateShapes(architecture, streams))) {
    await executable.writeState(name, new Float32Array(sizeOf(shape)));
  }
  for (let t = 0; t < length; t++) {
    const token = new Int32Array(streams);
    const next = new Int32Array(streams);
    group.forEach(([start], s) => {
      token[s] = ids[start + t] ?? 0;
      next[s] = ids[start + t + 1] ?? 0;
    });
    const outputs = await executable.run({ token, next });
    for (const [name, buffer] of buffers) {
      const values = outputs[recordedOutput(name)];
      if (values === undefined) throw new Error(`observe: the engine gave no "${name}"`);
      for (let s = 0; s < group.length; s++) {
        buffer.set(values.subarray(s * units, (s + 1) * units), (s * held + (t % held)) * units);
      }
    }
    // The last token's successor belongs to another segment, or to none.
    if (t < length - 1) {
      group.forEach(([start], s) => {
        nll[start + t] = outputs.loss?.[s] ?? Number.NaN;
      });
    }
    const isFull = (t + 1) % held === 0;
    if (isFull || t === length - 1) {
      const rows = isFull ? held : length % held;
      for (const [name, buffer] of buffers) {
        for (const [s, [start]] of group.entries()) {
          const from = s * held * units;
          await sink.write(name, start + t + 1 - rows, buffer.subarray(from, from + rows * units));
        }
      }
    }
    task.onProgress?.(doneBefore + (t + 1) * group.length);
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
