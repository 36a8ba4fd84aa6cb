/** The benchmark's training cases: sizes, first weights and batches, the same for both libraries. */
import { item } from '../../runner/core/at.ts';
import { random } from '../../runner/core/random.ts';
import type { Architecture } from '../../runner/nn/models/architecture.ts';
import { sizeOf, type Tensor } from '../../runner/nn/models/program.ts';
import { parametersOf, type Readable } from '../../runner/nn/models/reading.ts';
import { optimizer } from '../../runner/nn/train/optimizers/optimizers.ts';
import type { Batch, TrainerStep } from '../../runner/nn/train/trainer.ts';
import type { TrainingStep } from '../../runner/nn/train/training-program.ts';

/** What is trained; `steps`: tokens read per step and stream. */
type Sizes = Pick<TrainingStep, 'objective' | 'steps' | 'batch' | 'dropout'>;
export interface Case extends Sizes {
  name: string;
  architecture: Architecture;
}

const words = (units: number, embedding: number, vocabulary: number): Architecture => ({
  cell: 'lstm',
  layers: 1,
  units,
  embedding,
  vocabulary,
});
/** The thesis' word LSTM. */
const thesis = { architecture: words(672, 300, 13000), steps: 8, batch: 352 } as const;
const characters: Architecture = { cell: 'rnn', layers: 1, units: 224, embedding: 0, vocabulary: 100 };

export const cases: readonly Case[] = [
  { name: 'a', architecture: words(256, 100, 5000), objective: 'every', steps: 24, batch: 64, dropout: 0 },
  { name: 'b', ...thesis, objective: 'last', dropout: 0 },
  { name: 'd', ...thesis, objective: 'last', dropout: 0.4 },
  { name: 'e', ...thesis, objective: 'every', dropout: 0.4 },
  { name: 'c1', architecture: characters, objective: 'every', steps: 25, batch: 1, dropout: 0 },
  { name: 'c64', architecture: characters, objective: 'every', steps: 25, batch: 64, dropout: 0 },
];

/** As training_pytorch.py trains. */
export const trainingOf = ({ architecture, objective, steps, batch, dropout }: Case): TrainingStep => ({
  architecture,
  objective,
  steps,
  batch,
  dropout,
  optimizer: optimizer({ name: 'adam' }),
  clipNorm: 1,
  clipValue: null,
  trainEmbedding: true,
  carry: false,
});

/** Uniform within a scale: numbers stay in the range of those of a trained network, and none is denormal. */
export function randomWeights(network: Readable, scale = 0.08): Record<string, Tensor> {
  const source = random(7);
  // Drawing each of a large network would take longer than what is measured: one list of a prime length is repeated.
  const drawn = Float32Array.from({ length: 65537 }, () => (2 * source.uniform() - 1) * scale);
  return Object.fromEntries(
    Object.entries(parametersOf(network)).map(([name, shape]) => {
      const data = new Float32Array(sizeOf(shape));
      for (let at = 0; at < data.length; at += drawn.length) data.set(drawn.subarray(0, data.length - at), at);
      return [name, { shape, data }];
    }),
  );
}

const batchCount = 4;

/** Token ids [batchCount][time][batch], the first tokens far more frequent than the last, as in text. */
export function caseTokens({ architecture: { vocabulary }, steps, batch }: Case): Int32Array {
  const source = random(43);
  const draw = () => Math.floor(Math.exp(source.uniform() * Math.log(vocabulary + 1)) - 1);
  return Int32Array.from({ length: batchCount * (steps + 1) * batch }, () => Math.min(vocabulary - 1, draw()));
}

/** Those tokens as a trainer takes them. */
export function cutBatches({ objective, steps, batch }: Case, ids: Int32Array): Batch[] {
  return Array.from({ length: batchCount }, (_, i) => {
    const all = ids.subarray(i * (steps + 1) * batch, (i + 1) * (steps + 1) * batch);
    return {
      tokens: all.slice(0, steps * batch),
      targets: objective === 'last' ? all.slice(-batch) : all.slice(batch),
    };
  });
}

/** So many steps through the batches, when some are done. */
export const stepsOf = (batches: readonly Batch[], count: number, done = 0): TrainerStep[] =>
  Array.from({ length: count }, (_, step) => ({
    batch: item(batches, (done + step) % batchCount),
    learningRate: 1e-3,
  }));
