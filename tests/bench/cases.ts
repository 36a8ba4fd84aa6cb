/** The benchmark's training cases: sizes, first weights and batches, the same for both libraries. */

import { random } from '../../runner/core/random.ts';
import type { Architecture } from '../../runner/nn/models/architecture.ts';
import { sizeOf, type Tensor } from '../../runner/nn/models/program.ts';
import { parametersOf } from '../../runner/nn/models/reading.ts';
import type { Batch } from '../../runner/nn/train/trainer.ts';
import { forwardOperations } from '../../runner/nn/train/training-program.ts';

export interface Case {
  name: string;
  what: string;
  architecture: Architecture;
  objective: 'every' | 'last';
  /** Tokens read per step and stream. */
  steps: number;
  batch: number;
  /** Share of elements dropped: of the vectors read, and of the hidden states that predict. */
  dropout: number;
}

const word = (units: number, embedding: number, vocabulary: number): Architecture => ({
  cell: 'lstm',
  layers: 1,
  units,
  embedding,
  vocabulary,
});
const character: Architecture = { cell: 'rnn', layers: 1, units: 224, embedding: 0, vocabulary: 100 };

export const cases: readonly Case[] = [
  {
    name: 'a',
    what: 'word LSTM, 256 units',
    architecture: word(256, 100, 5000),
    objective: 'every',
    steps: 24,
    batch: 64,
    dropout: 0,
  },
  {
    name: 'b',
    what: "the thesis' word LSTM, 672 units",
    architecture: word(672, 300, 13000),
    objective: 'last',
    steps: 8,
    batch: 352,
    dropout: 0,
  },
  {
    name: 'd',
    what: "the thesis' word LSTM with its dropout",
    architecture: word(672, 300, 13000),
    objective: 'last',
    steps: 8,
    batch: 352,
    dropout: 0.4,
  },
  {
    name: 'e',
    what: "the thesis' word LSTM with its dropout, which predicts every token",
    architecture: word(672, 300, 13000),
    objective: 'every',
    steps: 8,
    batch: 352,
    dropout: 0.4,
  },
  {
    name: 'c1',
    what: 'character RNN, one stream',
    architecture: character,
    objective: 'every',
    steps: 25,
    batch: 1,
    dropout: 0,
  },
  {
    name: 'c64',
    what: 'character RNN, 64 streams',
    architecture: character,
    objective: 'every',
    steps: 25,
    batch: 64,
    dropout: 0,
  },
];

/** Useful operations of one step's matrix products: forward, and twice that backward; one-hot input is a look-up. */
export function operationsPerStep({ architecture, objective, steps, batch }: Case): number {
  return 3 * forwardOperations({ architecture, objective, steps, batch });
}

/** Uniform within 0.08, as both libraries are given them. */
export function caseWeights({ architecture }: Case): Record<string, Tensor> {
  const source = random(42);
  return Object.fromEntries(
    Object.entries(parametersOf(architecture)).map(([name, shape]) => [
      name,
      { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => (2 * source.uniform() - 1) * 0.08) },
    ]),
  );
}

export const batchCount = 4;

/** Token ids [batchCount][time][batch], the first tokens far more frequent than the last, as in text. */
export function caseTokens({ architecture, steps, batch }: Case): Int32Array {
  const source = random(43);
  const draw = () =>
    Math.min(
      architecture.vocabulary - 1,
      Math.floor(Math.exp(source.uniform() * Math.log(architecture.vocabulary + 1)) - 1),
    );
  return Int32Array.from({ length: batchCount * (steps + 1) * batch }, draw);
}

/** The batches of `caseTokens`, as a trainer takes them. */
export function batchesOf(each: Case): Batch[] {
  return cutBatches(each, caseTokens(each));
}

/** Tokens [batchCount][time][batch] as batches. */
export function cutBatches({ objective, steps, batch }: Case, ids: Int32Array): Batch[] {
  return Array.from({ length: batchCount }, (_, i) => {
    const all = ids.subarray(i * (steps + 1) * batch, (i + 1) * (steps + 1) * batch);
    return {
      tokens: all.slice(0, steps * batch),
      targets: objective === 'last' ? all.slice(-batch) : all.slice(batch),
    };
  });
}
