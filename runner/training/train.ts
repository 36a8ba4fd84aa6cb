/**
 * Trains a model: epochs of steps, an evaluation before the first and after each, the best checkpoint kept, early
 * stopping, and a state on disk from which the same command goes on. Files and clock come in through `TrainingHost`.
 */
import type { Architecture } from '../models/architecture.ts';
import type { Engine, Tensor } from '../models/program.ts';
import type { Weights } from '../models/reading.ts';
import { type BatchSettings, epochBatches, evaluationBatch, evaluationBatches, stepsPerEpoch } from './batches.ts';
import type { Clipping } from './clipping.ts';
import { createEvaluator, type Evaluation, type EvaluationShape } from './evaluation.ts';
import { bestEpoch, type EpochPoint, type LearningCurve, outOfPatience } from './learning-curve.ts';
import { type OptimizerSettings, optimizer } from './optimizers/optimizers.ts';
import { Pace } from './pace.ts';
import { afterStep, diverged, explosion, stopped } from './progress.ts';
import type { Progress, SavedState } from './saved-state.ts';
import { learningRateAt, type Schedule } from './schedule.ts';
import { createTrainer } from './trainer.ts';

export interface TrainingSettings extends BatchSettings, Clipping {
  epochs: number;
  optimizer: OptimizerSettings & Schedule;
  dropout: number;
  trainEmbedding: boolean;
  patience: number | null;
  best: 'loss' | 'accuracy';
}

export interface TrainingTask {
  engine: Engine;
  architecture: Architecture;
  settings: TrainingSettings;
  seed: number;
  trainingHash: string;
  /** Weights to begin with. */
  initial: Weights;
  /** Token ids of each document. */
  training: readonly Int32Array[];
  validation: readonly Int32Array[];
}

export interface TrainingProgress {
  epoch: number;
  epochs: number;
  /** Share of all steps done, 0 to 1. */
  share: number;
  /** Smoothed training loss, nats per token. */
  loss: number;
  tokensPerSecond: number;
  secondsLeft: number;
}

export interface TrainingHost {
  /** Seconds, from any start. */
  now(): number;
  load(): Promise<SavedState | null>;
  save(state: SavedState): Promise<void>;
  /** Keeps the best model so far. */
  keep(weights: Record<string, Tensor>, curve: LearningCurve): Promise<void>;
  /** Keeps the model of every epoch, the untrained one as epoch 0; absent: only the best is kept. */
  keepEpoch?(weights: Weights, point: EpochPoint): Promise<void>;
  onProgress(progress: TrainingProgress): void;
  onEpoch(point: EpochPoint, best: boolean): void;
  onResume(epoch: number, step: number): void;
  /** True when the user asked to stop. */
  interrupted(): boolean;
  /** Lets timers and signals run between steps. */
  pause(): Promise<void>;
}

/** Seconds between saves of the state within an epoch. */
const saveEvery = 120;

/**
 * Trains to the end, or from where it stopped; returns the learning curve.
 * @throws Interrupted when the user asked to stop (the state is saved); RunError when the loss is no finite number.
 */
export async function train(task: TrainingTask, host: TrainingHost): Promise<LearningCurve> {
  const { engine, architecture, settings, seed } = task;
  const { objective, batch, window } = settings;
  const saved = await host.load();
  const steps = stepsPerEpoch(task.training, settings);
  const total = steps * settings.epochs;

  const validationTokens = task.validation.reduce((sum, ids) => sum + ids.length, 0);
  const shape: EvaluationShape = {
    architecture,
    objective,
    steps: window,
    batch: evaluationBatch(validationTokens, settings),
  };
  const evaluator = await createEvaluator(engine, shape);
  const evaluate = (weights: Weights): Promise<Evaluation> =>
    evaluator.evaluate(weights, evaluationBatches(task.validation, settings, shape.batch));

  const trainer = await createTrainer(
    engine,
    {
      architecture,
      objective,
      batch,
      steps: window,
      optimizer: optimizer(settings.optimizer),
      clipNorm: settings.clipNorm,
      clipValue: settings.clipValue,
      trainEmbedding: settings.trainEmbedding,
      dropout: settings.dropout,
      carry: objective === 'every',
    },
    {
      weights: saved?.parameters ?? task.initial,
      ...(saved === null ? {} : { slots: saved.slots, carried: saved.carried }),
      stepsDone: saved?.progress.step ?? 0,
      seed,
    },
  );

  const save = async (progress: Progress) =>
    host.save({
      progress,
      parameters: await trainer.parameters(),
      slots: await trainer.slots(),
      carried: await trainer.carried(),
    });

  try {
    let progress = saved?.progress ?? (await untrained());
    if (saved !== null) host.onResume(progress.epoch, progress.stepInEpoch);
    let lastSave = host.now();
    const pace = new Pace(host.now());
    while (!progress.finished && progress.epoch < settings.epochs) {
      const batches = epochBatches(task.training, settings, seed, progress.epoch + 1);
      const started = host.now() - progress.seconds;
      if (progress.stepInEpoch === 0) await trainer.reset();
      while (progress.stepInEpoch < steps) {
        const count = Math.min(trainer.stepsAtOnce, steps - progress.stepInEpoch);
        const before = progress;
        const outcomes = await trainer.train(
          Array.from({ length: count }, (_, i) => ({
            batch: batches.batch(before.stepInEpoch + i),
            learningRate: learningRateAt(settings.optimizer, before.step + i + 1, total),
          })),
        );
        for (const outcome of outcomes) progress = afterStep(progress, outcome, steps);
        progress = { ...progress, seconds: host.now() - started };
        const perSecond = pace.mark(host.now(), count);
        host.onProgress({
          epoch: progress.epoch + 1,
          epochs: settings.epochs,
          share: progress.step / total,
          loss: progress.smoothed ?? Number.NaN,
          tokensPerSecond: perSecond * batch * window,
          secondsLeft: (total - progress.step) / perSecond,
        });
        await host.pause();
        if (host.interrupted()) {
          await save(progress);
          throw stopped(progress, steps);
        }
        if (host.now() - lastSave > saveEvery) {
          await save(progress);
          lastSave = host.now();
        }
      }
      progress = await endOfEpoch(progress, started);
      await save(progress);
      lastSave = host.now();
      pace.restart(host.now());
    }
    return progress.curve;
  } finally {
    await trainer.release();
    await evaluator.release();
  }

  async function untrained(): Promise<Progress> {
    const sample = sampleOf(task.training, validationTokens);
    const { loss: trainingLoss } = await evaluator.evaluate(
      task.initial,
      evaluationBatches(sample, settings, shape.batch),
    );
    const { loss, accuracy } = await evaluate(task.initial);
    const point = {
      epoch: 0,
      trainingLoss,
      validationLoss: loss,
      validationAccuracy: accuracy,
      learningRate: 0,
      seconds: 0,
    };
    const curve = { epochs: [point], bestEpoch: 0, smoothed: { epoch: [], loss: [] } };
    await host.keepEpoch?.(task.initial, point);
    host.onEpoch(point, true);
    return {
      trainingHash: task.trainingHash,
      epoch: 0,
      stepInEpoch: 0,
      step: 0,
      lossSum: 0,
      smoothed: null,
      seconds: 0,
      curve,
      finished: false,
    };
  }

  async function endOfEpoch(before: Progress, started: number): Promise<Progress> {
    const weights = await trainer.parameters();
    const { loss, accuracy } = await evaluate(weights);
    // The last step's own loss does not show what it did to the weights.
    if (!(loss <= explosion * (before.curve.epochs[0]?.validationLoss ?? loss))) throw diverged(before, steps, loss);
    const point = {
      epoch: before.epoch + 1,
      trainingLoss: before.lossSum / steps,
      validationLoss: loss,
      validationAccuracy: accuracy,
      learningRate: learningRateAt(settings.optimizer, before.step, total),
      seconds: host.now() - started,
    };
    const epochs = [...before.curve.epochs, point];
    // The untrained model is never kept: a checkpoint must have been trained for at least an epoch.
    const curve = { ...before.curve, epochs, bestEpoch: bestEpoch(epochs.slice(1), settings.best) };
    const isBest = curve.bestEpoch === point.epoch;
    if (isBest) await host.keep(weights, curve);
    await host.keepEpoch?.(weights, point);
    host.onEpoch(point, isBest);
    const finished = point.epoch >= settings.epochs || outOfPatience(curve, settings.patience);
    return { ...before, epoch: point.epoch, stepInEpoch: 0, lossSum: 0, seconds: 0, curve, finished };
  }
}

/** The first documents with about as many tokens as asked. */
function sampleOf(documents: readonly Int32Array[], tokens: number): Int32Array[] {
  const sample: Int32Array[] = [];
  let count = 0;
  for (const ids of documents) {
    if (count >= tokens) break;
    sample.push(ids);
    count += ids.length;
  }
  return sample;
}
