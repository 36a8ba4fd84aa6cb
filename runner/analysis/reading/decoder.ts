/** The decoder alone, for hidden states that were recorded before: losses at chosen tokens, and probabilities of token sets. */
import { at } from '../../core/at.ts';
import { type Engine, type Executable, type Program, valueNamed } from '../../models/program.ts';
import type { NetworkReader } from '../../models/readers/reader.ts';
import { type Readable, readerOf, type Weights } from '../../models/reading.ts';
import type { Network } from './programs.ts';

/** Rows decoded in one go: enough for large products. */
const rowsAtOnce = 1024;

export interface Decoder {
  /**
   * Takes one row of what the decoder reads (of cells, the last layer's hidden state), [units] from `offset`, and the token that follows it; `done` is told
   * its loss (nats), or with sets the probability that the next token is in each, [sets]. It may be told later, at the
   * latest at `finish`.
   */
  add(hidden: Float32Array, offset: number, next: number, done: (values: Float32Array) => void): Promise<void>;
  finish(): Promise<void>;
  release(): Promise<void>;
}

/** @param sets [sets] each [vocabulary], 1 for the tokens of the set; absent: losses are wanted. */
export async function createDecoder(
  engine: Engine,
  { architecture, weights }: Network<Readable>,
  sets?: readonly Uint8Array[],
): Promise<Decoder> {
  const reader = readerOf(architecture);
  const { vocabulary } = reader;
  const units = reader.widthOf(reader.decoderReads);
  const executable = await engine.compile(decodingProgram(reader, weights, sets), {
    operations: 2 * rowsAtOnce * units * vocabulary,
  });
  const rows = new Float32Array(rowsAtOnce * units);
  const next = new Int32Array(rowsAtOnce);
  let waiting: ((values: Float32Array) => void)[] = [];
  const flush = async () => {
    if (waiting.length === 0) return;
    const told = waiting;
    waiting = [];
    const values = await valuesOf(executable, rows, sets === undefined ? next : null);
    const size = sets?.length ?? 1;
    told.forEach((done, row) => {
      done(values.subarray(row * size, (row + 1) * size));
    });
  };
  return {
    async add(hidden, offset, id, done) {
      rows.set(hidden.subarray(offset, offset + units), waiting.length * units);
      next[waiting.length] = id;
      waiting.push(done);
      if (waiting.length === rowsAtOnce) await flush();
    },
    finish: flush,
    release: () => executable.release(),
  };
}

async function valuesOf(executable: Executable, hidden: Float32Array, next: Int32Array | null): Promise<Float32Array> {
  const { value } = await executable.run({ hidden, ...(next === null ? {} : { next }) });
  if (value === undefined) throw new Error('decoder: the engine gave no value');
  return Float32Array.from(value);
}

function decodingProgram(reader: NetworkReader, weights: Weights, sets: readonly Uint8Array[] | undefined): Program {
  const { vocabulary } = reader;
  const names = Object.keys(reader.parameters.decoder);
  const count = sets?.length ?? 0;
  const members = new Float32Array(vocabulary * count);
  sets?.forEach((set, column) => {
    for (let id = 0; id < vocabulary; id++) members[id * count + column] = at(set, id);
  });
  return {
    name: 'decoding',
    inputs: {
      hidden: { shape: [rowsAtOnce, reader.widthOf(reader.decoderReads)], type: 'float32' },
      ...(sets === undefined ? { next: { shape: [rowsAtOnce], type: 'int32' } as const } : {}),
    },
    state: {},
    constants: {
      ...Object.fromEntries(names.map((name) => [name, valueNamed(weights, name)])),
      ...(sets === undefined ? {} : { members: { shape: [vocabulary, count], data: members } }),
    },
    build(ops, values) {
      const logits = reader.decode(ops, values, valueNamed(values, 'hidden'));
      if (sets === undefined) return { value: ops.softmaxCrossEntropy(logits, valueNamed(values, 'next')).loss };
      return { value: ops.matmul(ops.softmax(logits), valueNamed(values, 'members')) };
    },
  };
}
