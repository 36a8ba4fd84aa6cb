/** What is compiled to read: programs, when they are first needed and kept for what comes after; and the decoder alone. */
import { item } from '../../core/at.ts';
import { type Engine, type Program, valueNamed } from '../../nn/models/program.ts';
import {
  isOfCells,
  operationsPerToken,
  type Readable,
  type ReadingOptions,
  readerOf,
  readingProgram,
  type Weights,
} from '../../nn/models/reading.ts';
import type { StreamProgram } from './read-group.ts';

export interface Network<A extends Readable = Readable> {
  architecture: A;
  weights: Weights;
}

/** Programs kept at once, of small networks and of large ones: each has all weights in it. */
const mostPrograms = 3;
const mostBytes = 1.5e9;

/** One of those that read at the same time. */
export interface Lane {
  number: number;
  of: number;
}

export interface Programs {
  /**
   * @param streams segments that the program reads side by side.
   * @param lane of whom reads with it, in a thread of its own.
   */
  for(network: Network<Readable>, streams: number, options: ReadingOptions, lane?: Lane): Promise<StreamProgram>;
  release(): Promise<void>;
}

export function keptPrograms(engine: Engine): Programs {
  let kept: (StreamProgram & { key: string; lane: number })[] = [];
  return {
    async for({ architecture, weights }, streams, options, lane) {
      const key = JSON.stringify([isOfCells(architecture) && architecture.embedding, streams, options, lane ?? null]);
      let program = kept.find((each) => each.key === key);
      kept = kept.filter((each) => each !== program);
      if (program === undefined) {
        // Four bytes a parameter, of two operations each.
        const room = Math.min(mostPrograms, Math.floor(mostBytes / (2 * operationsPerToken(architecture))));
        // Those of other lanes may be in use.
        const own = kept.filter((each) => each.lane === (lane?.number ?? 0));
        const tooMany = own.slice(0, Math.max(0, own.length + 1 - Math.max(1, room)));
        kept = kept.filter((each) => !tooMany.includes(each));
        for (const { executable } of tooMany) await executable.release();
        const executable = await engine.compile(readingProgram(architecture, weights, streams, options), {
          operations: streams * operationsPerToken(architecture),
          // What a whole network carries is copied at every run; in a loop it stays. That of cells is small, and its runs are quick.
          repeated: !isOfCells(architecture),
          ...(lane && { atOnce: lane.of }),
        });
        program = { key, lane: lane?.number ?? 0, streams, executable };
      }
      kept.push(program);
      return program;
    },
    async release() {
      const all = kept;
      kept = [];
      for (const { executable } of all) await executable.release();
    },
  };
}

/** Losses (nats) of given tokens, or what is expected next of all tokens, as probabilities or logits. */
export type Decoded = 'losses' | 'probabilities' | 'logits';

/** Rows decoded in one go: enough for large products, few enough for what is told of a large vocabulary. */
const rowsAtOnce = { losses: 1024, probabilities: 256, logits: 256 } as const;
/** Operations of one go from which it is worth a thread of its own. */
const worthThread = 1e9;

export interface Decoder {
  /**
   * Takes a row of what the decoder reads (of cells, the last layer's hidden state), [width], and the token that follows it.
   * `done` is told its loss, [1], or what is expected, [vocabulary], in the order in which rows came, at the latest at `finish`.
   */
  add(row: Float32Array, next: number, done: (values: Float32Array) => void): Promise<void>;
  finish(): Promise<void>;
  release(): Promise<void>;
}

/** Where there are processors for it, some rows are decoded while the next are taken. */
export async function createDecoder(
  engine: Engine,
  { architecture, weights }: Network<Readable>,
  gives: Decoded,
): Promise<Decoder> {
  const reader = readerOf(architecture);
  const width = reader.widthOf(reader.decoderReads);
  const count = engine.rowByRow ? 1 : rowsAtOnce[gives];
  const names = Object.keys(reader.parameters.decoder);
  const program: Program = {
    name: gives === 'losses' ? 'decoding' : 'predicting',
    inputs: {
      hidden: { shape: [count, width], type: 'float32' },
      ...(gives === 'losses' && { next: { shape: [count], type: 'int32' } as const }),
    },
    state: {},
    constants: Object.fromEntries(names.map((name) => [name, valueNamed(weights, name)])),
    build(ops, values) {
      const logits = reader.decode(ops, values, valueNamed(values, 'hidden'));
      if (gives === 'losses') return { value: ops.softmaxCrossEntropy(logits, valueNamed(values, 'next')).loss };
      return { value: gives === 'logits' ? logits : ops.softmax(logits) };
    },
  };
  const operations = 2 * count * width * reader.vocabulary;
  const isShared = isOfCells(architecture) && operations > worthThread && (engine.sideBySide ?? 1) > 1;
  const executable = await engine.compile(program, { operations, ...(isShared && { atOnce: engine.sideBySide ?? 1 }) });
  const batches = Array.from({ length: isShared ? 2 : 1 }, () => ({
    hidden: new Float32Array(count * width),
    next: new Int32Array(count),
    waiting: [] as ((values: Float32Array) => void)[],
    /** What was last decoded of it, and told. */
    told: Promise.resolve(),
  }));
  const values = new Float32Array(count * (gives === 'losses' ? 1 : reader.vocabulary));
  let turn = 0;
  /** After all that came before. */
  let last = Promise.resolve();
  const begin = (): void => {
    const batch = item(batches, turn);
    turn = (turn + 1) % batches.length;
    const { hidden, next, waiting } = batch;
    batch.waiting = [];
    const before = last;
    batch.told = (async () => {
      await before;
      const { value } = await executable.run({ hidden, ...(gives === 'losses' && { next }) });
      if (value === undefined) throw new Error('decoder: the engine gave no value');
      // Memory that threads share is read slowly.
      values.set(value);
      const size = values.length / count;
      for (const [row, done] of waiting.entries()) done(values.subarray(row * size, (row + 1) * size));
    })();
    batch.told.catch(() => {});
    last = batch.told;
  };
  return {
    async add(row, id, done) {
      const batch = item(batches, turn);
      await batch.told;
      batch.hidden.set(row, batch.waiting.length * width);
      batch.next[batch.waiting.length] = id;
      batch.waiting.push(done);
      if (batch.waiting.length < count) return;
      begin();
      if (batches.length === 1) await last;
    },
    async finish() {
      if (item(batches, turn).waiting.length > 0) begin();
      await last;
    },
    release: () => executable.release(),
  };
}
