/** Trains a given number of steps on given batches: the entry for programs and for comparison with other libraries. */
import { readFile } from 'node:fs/promises';
import { InputError } from '../core/errors.ts';
import { decodeSafetensors } from '../io/formats/safetensors/read.ts';
import { chooseEngine, type DeviceName, type EngineName } from '../nn/engines/engines.ts';
import type { CellName } from '../nn/models/cells/cells.ts';
import { architectureOf } from '../nn/models/model-file.ts';
import type { Engine, Tensor } from '../nn/models/program.ts';
import { type OptimizerName, type OptimizerSettings, optimizer } from '../nn/train/optimizers/optimizers.ts';
import { createTrainer } from '../nn/train/trainer.ts';

export interface TrainStepsOptions {
  cell: CellName;
  layers?: number;
  /** Length of the token vectors; 0 for one-hot input. */
  embedding: number;
  objective?: 'every' | 'last';
  /** A name, or a name with its own keys (beta1, alpha, rho, epsilon, momentum). */
  optimizer: OptimizerName | OptimizerSettings;
  learningRate: number;
  clipNorm?: number | null;
  clipValue?: number | null;
  /** Path of a safetensors file with PyTorch's parameter names. */
  weights: string;
  /** Token ids, [step][time][batch]: inputs are all but the last time, targets all but the first (or the last alone). */
  batches: readonly (readonly (readonly number[])[])[];
  engine?: EngineName;
  device?: DeviceName;
}

export interface TrainedSteps {
  /** [steps] Mean nats per predicted token, before each step. */
  losses: number[];
  /** [steps] Of the gradients, before clipping. */
  gradientNorms: number[];
  /** After the last step, by PyTorch's names. */
  weights: Record<string, Tensor>;
}

/**
 * Trains one step per batch, each from the zero state.
 * @throws InputError when the weights do not fit the architecture; RangeError when the batches are ragged.
 */
export async function trainSteps(options: TrainStepsOptions): Promise<TrainedSteps> {
  return trainStepsOn(await chooseEngine(options), options);
}

/** As `trainSteps`, on an engine that is open. */
export async function trainStepsOn(
  engine: Engine,
  options: Omit<TrainStepsOptions, 'engine' | 'device'>,
): Promise<TrainedSteps> {
  const { cell, layers = 1, embedding, objective = 'every', learningRate } = options;
  const bytes = await readFile(options.weights).catch((error: Error) => {
    const what = `The weights ${options.weights} cannot be read`;
    throw new InputError('weights-unreadable', { what, why: error.message });
  });
  const weights = decodeSafetensors(bytes, options.weights);
  const architecture = architectureOf(weights, { cell, layers, embedding }, options.weights);
  const times = options.batches[0]?.length ?? 0;
  const batch = options.batches[0]?.[0]?.length ?? 0;
  const ragged = options.batches.some((rows) => rows.length !== times || rows.some((row) => row.length !== batch));
  if (times < 2 || batch < 1 || ragged) {
    throw new RangeError('trainSteps: batches must be [step][time][batch] of equal lengths, with at least two times');
  }
  const settings = typeof options.optimizer === 'string' ? { name: options.optimizer } : options.optimizer;
  const clipping = { clipNorm: options.clipNorm ?? null, clipValue: options.clipValue ?? null };
  const task = { architecture, objective, batch, steps: times - 1, optimizer: optimizer(settings), ...clipping };
  const usual = { trainEmbedding: true, dropout: 0, carry: false };
  const trainer = await createTrainer(engine, { ...task, ...usual }, { weights, seed: 0 });
  const steps = options.batches.map((rows) => {
    const targets = objective === 'last' ? rows.slice(-1) : rows.slice(1);
    const batch = { tokens: Int32Array.from(rows.slice(0, -1).flat()), targets: Int32Array.from(targets.flat()) };
    return { batch, learningRate };
  });
  try {
    const outcomes = await trainer.train(steps);
    return {
      losses: outcomes.map(({ loss }) => loss),
      gradientNorms: outcomes.map(({ gradientNorm }) => gradientNorm),
      weights: await trainer.parameters(),
    };
  } finally {
    await trainer.release();
  }
}
