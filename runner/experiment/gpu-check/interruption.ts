/** Ctrl-C on a device: a training that is asked to stop, saved to a folder and taken up again, as an experiment's is. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Interrupted } from '../../core/errors.ts';
import { random } from '../../core/random.ts';
import type { Architecture } from '../../models/architecture.ts';
import type { Engine } from '../../models/program.ts';
import type { Weights } from '../../models/reading.ts';
import { initialWeights } from '../../training/initialization.ts';
import { loadState, saveState } from '../../training/saved-state.ts';
import { type TrainingHost, type TrainingSettings, type TrainingTask, train } from '../../training/train.ts';

const seed = 1;
const trainingHash = 'gpu-check';

const settings: TrainingSettings = {
  ...{ objective: 'every', epochs: 1, batch: 4, window: 6, shuffle: true, flipInput: false, rare: null },
  optimizer: { name: 'adam', learningRate: 0.01, schedule: 'constant', warmUp: 0 },
  ...{ dropout: 0.4, clipNorm: 1, clipValue: null, trainEmbedding: true, patience: null, best: 'loss' },
};

/** Some fifty steps: more than go into one loop of a device. */
const tokens = 1300;

export interface TrainingOutcome {
  /** The model at the end of the only epoch. */
  weights: Weights;
  /** Steps that were done when it stopped; null where it did not. */
  stoppedAt: number | null;
}

/** A training to its end; with `stop` it is asked to stop after its first group of steps, and taken up from the folder. */
export async function trainedThrough(
  engine: Engine,
  architecture: Architecture,
  stop: boolean,
): Promise<TrainingOutcome> {
  const draw = random(seed, 3);
  const document = (length: number) => Int32Array.from({ length }, () => draw.below(architecture.vocabulary));
  const task: TrainingTask = {
    ...{ engine, architecture, settings, seed, trainingHash },
    initial: initialWeights(architecture, 'glorot', seed),
    training: [document(tokens)],
    validation: [document(60)],
  };
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-gpu-check-'));
  try {
    let last: Weights | null = null;
    let asked = stop;
    const host: TrainingHost = {
      now: () => performance.now() / 1000,
      load: () => loadState(folder, trainingHash),
      save: (state) => saveState(folder, state),
      async keep(weights) {
        last = weights;
      },
      onProgress() {},
      onEpoch() {},
      onResume() {},
      interrupted: () => asked,
      pause: async () => {},
    };
    const stoppedAt = await untilStopped(task, host, folder);
    asked = false;
    if (stoppedAt !== null) await train(task, host);
    if (last === null) throw new Error('the training kept no model');
    return { weights: last, stoppedAt };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function untilStopped(task: TrainingTask, host: TrainingHost, folder: string): Promise<number | null> {
  try {
    await train(task, host);
    return null;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    const state = await loadState(folder, trainingHash);
    if (state === null) throw new Error('a training that was stopped left no state', { cause: error });
    return state.progress.step;
  }
}
