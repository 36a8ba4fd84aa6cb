/** What is compiled to read: programs, when they are first needed and kept for what comes after; and the decoder alone. */
import { type Engine, valueNamed } from '../../nn/models/program.ts';
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

export interface Programs {
  /** @param streams segments that the program reads side by side. */
  for(network: Network<Readable>, streams: number, options: ReadingOptions): Promise<StreamProgram>;
  release(): Promise<void>;
}

export function keptPrograms(engine: Engine): Programs {
  let kept: (StreamProgram & { key: string })[] = [];
  return {
    async for({ architecture, weights }, streams, options) {
      const key = JSON.stringify([isOfCells(architecture) && architecture.embedding, streams, options]);
      let program = kept.find((each) => each.key === key);
      kept = kept.filter((each) => each !== program);
      if (program === undefined) {
        // Four bytes a parameter, of two operations each.
        const room = Math.min(mostPrograms, Math.floor(mostBytes / (2 * operationsPerToken(architecture))));
        while (kept.length >= Math.max(1, room)) await kept.shift()?.executable.release();
        const executable = await engine.compile(readingProgram(architecture, weights, streams, options), {
          operations: streams * operationsPerToken(architecture),
          // What a whole network carries is copied at every run; in a loop it stays. That of cells is small, and its runs are quick.
          repeated: !isOfCells(architecture),
        });
        program = { key, streams, executable };
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

export interface Decoder {
  /**
   * Takes a row of what the decoder reads (of cells, the last layer's hidden state), [width], and the token that follows it.
   * `done` is told its loss, [1], or what is expected, [vocabulary], in the order in which rows came, at the latest at `finish`.
   */
  add(row: Float32Array, next: number, done: (values: Float32Array) => void): Promise<void>;
  finish(): Promise<void>;
  release(): Promise<void>;
}

export async function createDecoder(
  engine: Engine,
  { architecture, weights }: Network<Readable>,
  gives: Decoded,
): Promise<Decoder> {
  const reader = readerOf(architecture);
  const width = reader.widthOf(reader.decoderReads);
  const count = rowsAtOnce[gives];
  const names = Object.keys(reader.parameters.decoder);
  const executable = await engine.compile(
    {
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
    },
    { operations: 2 * count * width * reader.vocabulary },
  );
  const hidden = new Float32Array(count * width);
  const next = new Int32Array(count);
  let waiting: ((values: Float32Array) => void)[] = [];
  const finish = async () => {
    const told = waiting;
    waiting = [];
    if (told.length === 0) return;
    const { value } = await executable.run({ hidden, ...(gives === 'losses' && { next }) });
    if (value === undefined) throw new Error('decoder: the engine gave no value');
    const values = Float32Array.from(value);
    const size = values.length / count;
    for (const [row, done] of told.entries()) done(values.subarray(row * size, (row + 1) * size));
  };
  return {
    async add(row, id, done) {
      hidden.set(row, waiting.length * width);
      next[waiting.length] = id;
      waiting.push(done);
      if (waiting.length === count) await finish();
    },
    finish,
    release: () => executable.release(),
  };
}
