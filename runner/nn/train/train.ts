/**
 * Trains a model: epochs of steps, an evaluation before the first and after each, the best checkpoint kept, early
 * stopping, and a state on disk from which the same command goes on. Files and clock come in through `TrainingHost`.
 */
import { InputError, Interrupted, RunError } from '../../core/errors.ts';
import { counted } from '../../core/format.ts';
import { TimeLeft } from '../../core/time-left.ts';
import type { Shape } from '../models/operations.ts';
import type { Engine, Tensor } from '../models/program.ts';
import type { Readable, Weights } from '../models/reading.ts';
import { type BatchSettings, epochBatches, evaluationBatch, evaluationBatches, stepsPerEpoch } from './batches.ts';
import { createEvaluator, type Evaluation } from './evaluation.ts';
import {
  bestEpoch,
  type EpochPoint,
  epochsBefore,
  type LearningCurve,
  outOfPatience,
  pointsPerEpoch,
  smooth,
} from './learning-curve.ts';
import { type OptimizerSettings, optimizer } from './optimizers/optimizers.ts';
import type { SavedProgress, SavedState } from './saved-state.ts';
import { createTrainer, type StepOutcome, type Trainer } from './trainer.ts';
import { type Clipping, slotShapes, type TrainingLoss, type TrainingStep } from './training-program.ts';

/** What an optimizer remembers between its steps. */
export interface OptimizerState {
  /** By `<slot> <parameter>`, of the parameter's shape. */
  slots: Weights;
  /** Steps done. */
  steps: number;
}

interface Schedule {
  learningRate: number;
  schedule: 'constant' | 'linear' | 'cosine';
  /** Steps over which the rate rises linearly from zero. */
  warmUp: number;
}

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
  architecture: Readable;
  settings: TrainingSettings;
  seed: number;
  trainingHash: string;
  /** The curve of the trainings that the first weights come from, up to those weights; absent: they are drawn, or unknown. */
  earlier?: LearningCurve | null;
  /** Weights to begin with. */
  initial: Weights;
  /** Token ids of each document. */
  training: readonly Int32Array[];
  validation: readonly Int32Array[];
  /** Absent: the mean cross-entropy. */
  loss?: TrainingLoss | undefined;
  /** The optimizer's state that the training begins with; absent: zeros. */
  begun?: OptimizerState | undefined;
  /** Stops at the end of this epoch, resumable, on the way that all epochs of the settings would take; absent: does not. */
  until?: number | undefined;
}

export interface TrainingProgress {
  /** Steps done in all. */
  step: number;
  epoch: number;
  epochs: number;
  /** How far in epochs: 1.5 is half through the second. */
  epochsDone: number;
  /** Share of all steps done, 0 to 1. */
  share: number;
  /** Smoothed training loss, nats per token. */
  loss: number;
  /** Of this epoch, on the mean. */
  tokensPerSecond: number;
  /** Null where it cannot be told. */
  secondsLeft: number | null;
}

/** What a training asks of the world outside: files, clock and terminal. */
export interface TrainingHost {
  /** Seconds, from any start. */
  now(): number;
  load(): Promise<SavedState | null>;
  save(state: SavedState): Promise<void>;
  /** Keeps the best model so far. @param state of the optimizer then. */
  keep(weights: Record<string, Tensor>, curve: LearningCurve, state: () => Promise<OptimizerState>): Promise<void>;
  /** Keeps the model of every epoch, the untrained one as epoch 0; absent: only the best is kept. */
  keepEpoch?(weights: Weights, point: EpochPoint): Promise<void>;
  onProgress(progress: TrainingProgress): void;
  /** @param at whether it is the best so far, and the steps done. */
  onEpoch(point: EpochPoint, at: { best: boolean; step: number }): void;
  /** Sees the model of every epoch, the first weights too, when its point is told. */
  afterEpoch?(weights: Weights, point: EpochPoint): Promise<void>;
  onResume(epoch: number, step: number): void;
  /** True when the user asked to stop. */
  interrupted(): boolean;
  /** Lets timers and signals run between steps. */
  pause(): Promise<void>;
}

/** Seconds between saves of the state within an epoch. */
const saveEvery = 120;

/**
 * Trains to the end (or to the epoch that the task names), or from where it stopped; returns the learning curve.
 * @throws Interrupted when the user asked to stop (the state is saved); RunError when the loss is no finite number.
 */
export async function train(task: TrainingTask, host: TrainingHost): Promise<LearningCurve> {
  const { engine, architecture, settings } = task;
  const { objective, batch, window, clipNorm, clipValue, trainEmbedding, dropout } = settings;
  const { begun } = task;
  const step: TrainingStep = {
    architecture,
    objective,
    batch,
    clipNorm,
    clipValue,
    trainEmbedding,
    dropout,
    loss: task.loss,
    steps: window,
    optimizer: optimizer(settings.optimizer),
    carry: objective === 'every',
  };
  if (begun !== undefined) checkState(begun, slotShapes(step));
  const saved = await host.load();
  const validationBatch = evaluationBatch(tokensIn(task.validation), settings);
  const evaluator = await createEvaluator(engine, {
    architecture,
    objective,
    steps: window,
    batch: validationBatch,
    loss: task.loss,
  });
  const evaluate: Evaluate = (weights, documents) =>
    evaluator.evaluate(weights, evaluationBatches(documents, settings, validationBatch));
  try {
    const trainer = await createTrainer(engine, step, {
      weights: saved?.parameters ?? task.initial,
      ...(begun !== undefined && { slots: begun.slots }),
      ...(saved !== null && { slots: saved.slots, carried: saved.carried }),
      stepsDone: (begun?.steps ?? 0) + (saved?.progress.step ?? 0),
      seed: task.seed,
    });
    try {
      return await trainingOf(task, host, trainer, evaluate)(saved?.progress ?? null);
    } finally {
      await trainer.release();
    }
  } finally {
    await evaluator.release();
  }
}

/** @throws InputError when it is the state of another optimizer, or of other parameters. */
function checkState({ slots, steps }: OptimizerState, shapes: Readonly<Record<string, Shape>>): void {
  const wrong = Object.entries(shapes).find(([name, shape]) => `${slots[name]?.shape}` !== `${shape}`);
  const isCount = Number.isInteger(steps) && steps >= 0;
  if (wrong === undefined && isCount && Object.keys(slots).length === Object.keys(shapes).length) return;
  const why =
    wrong === undefined
      ? `it has ${Object.keys(slots).length} arrays after ${steps} steps`
      : `it has no "${wrong[0]}" [${wrong[1]}]`;
  throw new InputError('state-unusable', { what: 'The state is not one of this optimizer and these parameters', why });
}

const tokensIn = (documents: readonly Int32Array[]): number => documents.reduce((sum, ids) => sum + ids.length, 0);

const atStart = { epoch: 0, stepInEpoch: 0, step: 0, lossSum: 0, smoothed: null, seconds: 0, finished: false } as const;

type Evaluate = (weights: Weights, documents: readonly Int32Array[]) => Promise<Evaluation>;

/** The loop itself: from the saved progress, or from the first weights where there is none. */
function trainingOf(task: TrainingTask, host: TrainingHost, trainer: Trainer, evaluate: Evaluate) {
  const { settings, training, validation, seed } = task;
  const steps = stepsPerEpoch(training, settings);
  const total = steps * settings.epochs;
  const left = new TimeLeft();
  let lastSave = host.now();

  async function save(progress: SavedProgress): Promise<void> {
    const [parameters, slots, carried] = [await trainer.parameters(), await trainer.slots(), await trainer.carried()];
    await host.save({ progress, parameters, slots, carried });
    lastSave = host.now();
  }

  /**
   * The rest of an epoch's steps.
   * @throws Interrupted when the user asked to stop; RunError when training diverges.
   */
  async function trainEpoch(before: SavedProgress, started: number): Promise<SavedProgress> {
    const batches = epochBatches(training, settings, seed, before.epoch + 1);
    if (before.stepInEpoch === 0) await trainer.reset();
    let progress = before;
    while (progress.stepInEpoch < steps) {
      const count = Math.min(trainer.stepsAtOnce, steps - progress.stepInEpoch);
      const { stepInEpoch, step } = progress;
      const outcomes = await trainer.train(
        Array.from({ length: count }, (_, i) => ({
          batch: batches.batch(stepInEpoch + i),
          learningRate: learningRateAt(settings.optimizer, step + i + 1, total),
        })),
      );
      for (const outcome of outcomes) progress = afterStep(progress, outcome, steps);
      progress = { ...progress, seconds: host.now() - started };
      const share = progress.step / total;
      host.onProgress({
        ...epochsDone(progress, settings.epochs, steps),
        step: progress.step,
        share,
        loss: progress.smoothed ?? Number.NaN,
        tokensPerSecond: (progress.stepInEpoch * settings.batch * settings.window) / Math.max(1e-6, progress.seconds),
        secondsLeft: left.at(host.now(), share),
      });
      await host.pause();
      if (host.interrupted()) {
        await save(progress);
        throw stopped(progress, steps);
      }
      if (host.now() - lastSave > saveEvery) await save(progress);
    }
    return progress;
  }

  /** Evaluates the epoch, keeps its model if it is the best, and says whether training is over. */
  async function endEpoch(before: SavedProgress, started: number): Promise<SavedProgress> {
    const weights = await trainer.parameters();
    const evaluation = await evaluate(weights, validation);
    // The last step's own loss does not show what it did to the weights.
    checkEvaluation(before, evaluation, steps);
    const first = epochsBefore(before.curve);
    const point = epochPoint(evaluation, {
      epoch: first + before.epoch + 1,
      trainingLoss: before.lossSum / steps,
      learningRate: learningRateAt(settings.optimizer, before.step, total),
      seconds: host.now() - started,
    });
    const epochs = [...before.curve.epochs, point];
    // The untrained model is never kept, nor one of before: a checkpoint must have been trained here for at least an epoch.
    const trained = epochs.filter(({ epoch }) => epoch > first);
    const curve = { ...before.curve, epochs, bestEpoch: bestEpoch(trained, settings.best) };
    const isBest = curve.bestEpoch === point.epoch;
    const state = async () => ({ slots: await trainer.slots(), steps: (task.begun?.steps ?? 0) + before.step });
    if (isBest) await host.keep(weights, curve, state);
    await host.keepEpoch?.(weights, point);
    host.onEpoch(point, { best: isBest, step: before.step });
    await host.afterEpoch?.(weights, point);
    const finished = before.epoch + 1 >= settings.epochs || outOfPatience(curve, settings.patience);
    return { ...before, epoch: before.epoch + 1, stepInEpoch: 0, lossSum: 0, seconds: 0, curve, finished };
  }

  return async (saved: SavedProgress | null): Promise<LearningCurve> => {
    let progress = saved ?? (await untrained(task, host, evaluate));
    if (saved !== null) host.onResume(epochsBefore(saved.curve) + saved.epoch, saved.stepInEpoch);
    lastSave = host.now();
    while (!progress.finished && progress.epoch < Math.min(settings.epochs, task.until ?? settings.epochs)) {
      // When the epoch began, had it not been interrupted.
      const started = host.now() - progress.seconds;
      progress = await endEpoch(await trainEpoch(progress, started), started);
      await save(progress);
    }
    return progress.curve;
  };
}

const epochsDone = ({ epoch, stepInEpoch, curve }: SavedProgress, epochs: number, steps: number) => {
  const before = epochsBefore(curve);
  return { epoch: before + epoch + 1, epochs: before + epochs, epochsDone: before + epoch + stepInEpoch / steps };
};

/** Before the first step: the untrained model as epoch 0, or the end of the curve that is continued. */
async function untrained(task: TrainingTask, host: TrainingHost, evaluate: Evaluate): Promise<SavedProgress> {
  const { initial, training, validation, trainingHash, earlier = null } = task;
  const last = earlier?.epochs.at(-1);
  if (earlier !== null && last !== undefined) {
    const own = task.loss && ownAtFirst(await evaluate(initial, validation));
    await host.keepEpoch?.(initial, last);
    await host.afterEpoch?.(initial, last);
    return { ...atStart, trainingHash, curve: structuredClone(earlier), own };
  }
  const { loss: trainingLoss } = await evaluate(initial, sampleOf(training, tokensIn(validation)));
  const evaluation = await evaluate(initial, validation);
  const point = epochPoint(evaluation, { epoch: 0, trainingLoss, learningRate: 0, seconds: 0 });
  await host.keepEpoch?.(initial, point);
  host.onEpoch(point, { best: true, step: 0 });
  await host.afterEpoch?.(initial, point);
  const curve = { epochs: [point], bestEpoch: 0, smoothed: { epoch: [], loss: [] } };
  return { ...atStart, trainingHash, curve, own: ownAtFirst(evaluation) };
}

const ownAtFirst = ({ own }: Evaluation): SavedProgress['own'] =>
  own === undefined ? undefined : { validation: own, training: null };

const epochPoint = (
  { loss, accuracy, own }: Evaluation,
  {
    epoch,
    trainingLoss,
    learningRate,
    seconds,
  }: Pick<EpochPoint, 'epoch' | 'trainingLoss' | 'learningRate' | 'seconds'>,
): EpochPoint => ({
  epoch,
  trainingLoss,
  validationLoss: loss,
  validationAccuracy: accuracy,
  ...(own !== undefined && { validationOwnLoss: own }),
  learningRate,
  seconds,
});

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

/** A loss this many times that of the untrained model means that training diverges. */
const explosion = 3;

/** The most that a cross-entropy may become, which is never negative. */
const mostOf = (first: number): number => explosion * first;

/** The same of a loss of one's own, which may begin at 0 or below it: it may rise by twice its size, and by 2 where that is less than 1. */
const mostOfOwn = (first: number): number => first + (explosion - 1) * (first > 0 ? first : Math.max(1, -first));

/** The progress after one more step. @throws RunError when training diverges. */
function afterStep(before: SavedProgress, { loss, gradientNorm }: StepOutcome, steps: number): SavedProgress {
  const smoothed = smooth(before.smoothed, loss);
  const stepInEpoch = before.stepInEpoch + 1;
  const own = before.own && { ...before.own, training: before.own.training ?? loss };
  const most = own ? mostOfOwn(own.training) : mostOf(before.curve.epochs[0]?.trainingLoss ?? loss);
  if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm) || smoothed > most) {
    throw diverged(before, stepInEpoch, loss, gradientNorm);
  }
  const curve = before.curve;
  if (stepInEpoch % Math.max(1, Math.floor(steps / pointsPerEpoch)) === 0) {
    curve.smoothed.epoch.push(epochsBefore(curve) + before.epoch + stepInEpoch / steps);
    curve.smoothed.loss.push(smoothed);
  }
  return { ...before, step: before.step + 1, stepInEpoch, lossSum: before.lossSum + loss, smoothed, own, curve };
}

/** @throws RunError where the validation texts tell that training diverges. */
function checkEvaluation(before: SavedProgress, { loss, own }: Evaluation, steps: number): void {
  if (own === undefined) {
    if (!(loss <= mostOf(before.curve.epochs[0]?.validationLoss ?? loss))) throw diverged(before, steps, loss);
    return;
  }
  // What is asked for may well raise the cross-entropy.
  if (!Number.isFinite(loss)) throw diverged(before, steps, loss);
  if (!(own <= mostOfOwn(before.own?.validation ?? own))) throw diverged(before, steps, own);
}

function diverged({ epoch, curve }: SavedProgress, step: number, loss: number, norm?: number): RunError {
  const kept =
    epoch === 0
      ? 'No epoch was complete, so there is no checkpoint'
      : `The checkpoint of epoch ${curve.bestEpoch} is kept`;
  const measured =
    norm === undefined
      ? `the validation loss is ${format(loss)}`
      : `the loss is ${format(loss)} and the gradient norm ${format(norm)}`;
  return new RunError('training-diverged', {
    what: `Training diverged in epoch ${epochsBefore(curve) + epoch + 1} at step ${step}: ${measured}`,
    files: kept,
  });
}

function stopped({ epoch, stepInEpoch, curve }: SavedProgress, steps: number): Interrupted {
  return new Interrupted('stopped-training', {
    what: `Stopped in epoch ${epochsBefore(curve) + epoch + 1} after ${stepInEpoch} of ${counted(steps, 'step')}`,
  });
}

const format = (value: number): string => (Number.isFinite(value) ? value.toPrecision(4) : String(value));

/** Linear and cosine schedules end at this share of the learning rate, so that the last steps still learn. */
const finalShare = 0.05;

/** The rate at `step` (from 1) of `total`. */
export function learningRateAt({ learningRate, schedule, warmUp }: Schedule, step: number, total: number): number {
  if (step <= warmUp) return (learningRate * step) / warmUp;
  const progress = Math.min(1, (step - warmUp) / Math.max(1, total - warmUp));
  switch (schedule) {
    case 'constant':
      return learningRate;
    case 'linear':
      return learningRate * (1 - (1 - finalShare) * progress);
    case 'cosine':
      return learningRate * (finalShare + (1 - finalShare) * 0.5 * (1 + Math.cos(Math.PI * progress)));
    default:
      return schedule satisfies never;
  }
}
