/**
 * Reads segments of equal length side by side with a compiled program, token by token, several in one go where the program is
 * a loop. Values go to a sink as they come, so that memory stays flat.
 */
import { int32At, item } from '../../core/at.ts';
import type { Intervention } from '../../nn/models/intervention.ts';
import { type Executable, type Numbers, type Output, runAll, valueNamed } from '../../nn/models/program.ts';
import { firstState, type Readable, recordedNames, recordedOutput, widthOf } from '../../nn/models/reading.ts';
import { interventionFeeds } from './interventions.ts';

/** Start and length of a stretch of tokens that is read on its own. */
export type Segment = readonly [start: number, length: number];

/** State by name (`hidden.1`, `cell.1`, ...). */
export type StateArrays = Readonly<Record<string, Float32Array>>;

export interface RecordingSink {
  /** Rows [rows, units] of an array, beginning at token `start`; every token is written once. */
  write(name: string, start: number, rows: Float32Array): Promise<void>;
  /** Whether somebody looks at the rows of the token at this position; else anything stands in them. Absent: at all. */
  wants?(position: number): boolean;
}

export interface ReadTask {
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
  /** State before a segment's first token; absent: where the runner begins. */
  initial?(segment: number): StateArrays | undefined;
  /** Hears the state after a segment's last token. */
  ended?(segment: number, state: StateArrays): void;
  /** Segments read side by side, at most: more make larger products and take more memory. */
  streams?: number;
  /** Whether the sink hears of the segments in their order; absent: groups of them may be read at the same time. */
  inOrder?: boolean;
  onProgress?(tokensDone: number): void;
  /** Lets timers and signals run between steps; throws to stop. */
  pause?(): Promise<void>;
}

export interface Stream {
  index: number;
  start: number;
  length: number;
}

/** A reading program for so many streams, some of which may stay unused. */
export interface StreamProgram {
  streams: number;
  executable: Executable;
}

/** Tokens of each segment, and numbers of each array, that are kept in memory before they go to the sink. */
const tokensAtOnce = 512;
const numbersAtOnce = 1 << 20;

/**
 * @param group of one length, at most as many as the program has streams.
 * @param task with `nll`, [tokens - 1], which takes the losses; `onProgress` hears of the group's tokens alone.
 */
export async function readGroup(
  program: StreamProgram,
  network: Readable,
  group: readonly Stream[],
  task: ReadTask & { nll: Float32Array },
): Promise<void> {
  const { executable, streams } = program;
  const { ids, predict, interventions = [], nll } = task;
  const { length } = item(group, 0);
  const rows = rowsOf(task, network, group, length);
  const feeds = interventionFeeds(interventions, group, streams, (name) => widthOf(network, name));
  await feeds.begin(executable);
  await begin(program, network, group, task.initial);
  const atOnce = Math.min(executable.runsAtOnce ?? 1, rows.atOnce(streams));
  const inputsAt = (t: number): Record<string, Numbers> => {
    const token = new Int32Array(streams);
    const next = new Int32Array(streams);
    group.forEach(({ start }, s) => {
      token[s] = int32At(ids, start + t);
      // Not after the last token of a segment, whose loss is not kept.
      if (t < length - 1) next[s] = int32At(ids, start + t + 1);
    });
    const set = Object.entries(feeds.at(t)).map(([name, values]) => [name, atOnce > 1 ? values.slice() : values]);
    return { token, ...(predict === 'nothing' ? {} : { next }), ...Object.fromEntries(set) };
  };
  for (let from = 0; from < length; from += atOnce) {
    const steps = Array.from({ length: Math.min(atOnce, length - from) }, (_, step) => from + step);
    const results = await runAll(executable, steps.map(inputsAt));
    for (const [step, outputs] of results.entries()) {
      const t = from + step;
      await rows.take(t, outputs);
      // The last token's successor belongs to another segment, or to none.
      if (t === length - 1) continue;
      group.forEach(({ start }, s) => {
        nll[start + t] = outputs.loss?.[s] ?? Number.NaN;
      });
    }
    task.onProgress?.((from + steps.length) * group.length);
    await task.pause?.();
  }
  if (task.ended !== undefined) await tellEnds(program, network, group, task.ended);
}

async function begin(
  { executable, streams }: StreamProgram,
  network: Readable,
  group: readonly Stream[],
  initial: ReadTask['initial'],
): Promise<void> {
  const before = group.map(({ index }) => initial?.(index));
  for (const [name, state] of Object.entries(firstState(network, streams))) {
    before.forEach((own, s) => {
      if (own !== undefined) state.set(valueNamed(own, name), s * (state.length / streams));
    });
    await executable.writeState(name, state);
  }
}

async function tellEnds(
  { executable, streams }: StreamProgram,
  network: Readable,
  group: readonly Stream[],
  ended: Required<ReadTask>['ended'],
): Promise<void> {
  const ends = group.map((): Record<string, Float32Array> => ({}));
  for (const name of Object.keys(firstState(network, 1))) {
    const all = await executable.readState(name);
    const size = all.length / streams;
    for (const [s, end] of ends.entries()) end[name] = all.slice(s * size, (s + 1) * size);
  }
  for (const [s, { index }] of group.entries()) ended(index, item(ends, s));
}

/** What is recorded of a few tokens, kept until each segment's rows go to the sink together. */
function rowsOf(
  { sink, record }: ReadTask,
  network: Readable,
  group: readonly Stream[],
  length: number,
): {
  take(t: number, outputs: Readonly<Record<string, Output>>): Promise<void>;
  /** Tokens of so many streams whose outputs may lie in memory together. */
  atOnce(streams: number): number;
} {
  const names = record ?? recordedNames(network);
  const widest = names.reduce((most, name) => Math.max(most, widthOf(network, name)), 1);
  const held = Math.min(length, tokensAtOnce, Math.max(1, Math.floor(numbersAtOnce / (group.length * widest))));
  const buffers = names.map((name) => {
    const units = widthOf(network, name);
    return { name, units, buffer: new Float32Array(group.length * held * units) };
  });
  const numbers = names.reduce((sum, name) => sum + widthOf(network, name), 1);
  return {
    atOnce: (streams) => Math.max(1, Math.floor(numbersAtOnce / (streams * numbers))),
    async take(t, outputs) {
      for (const { name, units, buffer } of buffers) {
        const values = valueNamed(outputs, recordedOutput(name));
        group.forEach(({ start }, s) => {
          if (sink.wants?.(start + t) === false) return;
          buffer.set(values.subarray(s * units, (s + 1) * units), (s * held + (t % held)) * units);
        });
      }
      const isFull = (t + 1) % held === 0;
      if (!isFull && t < length - 1) return;
      const rows = isFull ? held : length % held;
      for (const { name, units, buffer } of buffers) {
        for (const [s, { start }] of group.entries()) {
          const from = s * held * units;
          await sink.write(name, start + t + 1 - rows, buffer.subarray(from, from + rows * units));
        }
      }
    },
  };
}

/** @throws RangeError when a segment is not within the text. */
export function tokensOf(segments: readonly Segment[], textLength: number): number {
  for (const [start, length] of segments) {
    if (!(start >= 0 && start + length <= textLength))
      throw new RangeError(`reading: a segment of ${length} tokens from ${start} is not within ${textLength} tokens`);
  }
  return segments.reduce((sum, [, length]) => sum + length, 0);
}

/** Of so many streams more, or fewer, a product has the same digits; and a program for a few more than there are serves them. */
export const streamsTogether = 8;

/** Consecutive segments of one length, at most `most` together, in groups of about one size: a program works for all its streams. */
export function groupsOf(segments: readonly Segment[], most: number): Stream[][] {
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
