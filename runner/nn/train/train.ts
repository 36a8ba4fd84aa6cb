/**
 * Trains a model: epochs of steps, an evaluation before the first and after each, the best checkpoint kept, early
 * stopping, and a state on disk from which the same command goes on. Files and clock come in through `TrainingHost`.
 */
import { TimeLeft } from '../../core/time-left.ts';
import type { Architecture } from '../models/architecture.ts';
import type { Engine, Tensor } from '../models/program.ts';
import type { Weights } from '../models/reading.ts';
import { type BatchSettings, epochBatches, evaluationBatch, evaluationBatches, stepsPerEpoch } from './batches.ts';
import type { Clipping } from './clipping.ts';
import { createEvaluator, type Evaluation } from './evaluation.ts';
import { bestEpoch, type EpochPoint, epochsBefore, type LearningCurve, outOfPatience } from './learning-curve.ts';
import { type OptimizerSettings, optimizer } from './optimizers/optimizers.ts';
import { afterStep, diverged, explosion, Pace, stopped } from './progress.ts';
import type { SavedProgress, SavedState } from './saved-state.ts';
import { learningRateAt, type Schedule } from './schedule.ts';
import { createTrainer, type Trainer } from './trainer.ts';

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
  /** The curve of the trainings that the first weights come from, up to those weights; absent: they are drawn, or unknown. */
  earlier?: LearningCurve | null;
  /** Weights to begin with. */
  initial: Weights;
  /** Token ids of each document. */
  training: readonly Int32Array[];
  validation: readonly Int32Array[];
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
  /** Keeps the best model so far. */
  keep(weights: Record<string, Tensor>, curve: LearningCurve): Promise<void>;
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
  const saved = await host.load();
  const validationBatch = evaluationBatch(tokensIn(task.validation), settings);
  const evaluator = await createEvaluator(engine, { architecture, objective, steps: window, batch: validationBatch });
  const evaluate = (weights: Weights, documents: readonly Int32Array[]) =>
    evaluator.evaluate(weights, evaluationBatches(documents, settings, validationBatch));
  try {
    const trainer = await createTrainer(
      engine,
      {
        ...{ architecture, objective, batch, clipNorm, clipValue, trainEmbedding, dropout },
        steps: window,
        optimizer: optimizer(settings.optimizer),
        carry: objective === 'every',
      },
      {
        weights: saved?.parameters ?? task.initial,
        ...(saved === null ? {} : { slots: saved.slots, carried: saved.carried }),
        stepsDone: saved?.progress.step ?? 0,
        seed: task.seed,
      },
    );
    try {
      return await new Training(task, host, trainer, evaluate).run(saved?.progress ?? null);
    } finally {
      await trainer.release();
    }
  } finally {
    await evaluator.release();
  }
}

const tokensIn = (documents: readonly Int32Array[]): number => documents.reduce((sum, ids) => sum + ids.length, 0);

const atStart = { epoch: 0, stepInEpoch: 0, step: 0, lossSum: 0, smoothed: null, seconds: 0, finished: false } as const;

class Training {
  readonly #task: TrainingTask;
  readonly #host: TrainingHost;
  readonly #trainer: Trainer;
  readonly #evaluate: (weights: Weights, documents: readonly Int32Array[]) => Promise<Evaluation>;
  /** Steps of an epoch, and of all epochs. */
  readonly #steps: number;
  readonly #total: number;
  readonly #pace: Pace;
  readonly #left = new TimeLeft();
  #lastSave: number;

  constructor(
    task: TrainingTask,
    host: TrainingHost,
    trainer: Trainer,
    evaluate: (weights: Weights, documents: readonly Int32Array[]) => Promise<Evaluation>,
  ) {
    this.#task = task;
    this.#host = host;
    this.#trainer = trainer;
    this.#evaluate = evaluate;
    this.#steps = stepsPerEpoch(task.training, task.settings);
    this.#total = this.#steps * task.settings.epochs;
    this.#pace = new Pace(host.now());
    this.#lastSave = host.now();
  }

  async run(saved: SavedProgress | null): Promise<LearningCurve> {
    const { settings, until = settings.epochs } = this.#task;
    let progress = saved ?? (await this.#untrained());
    if (saved !== null) this.#host.onResume(epochsBefore(saved.curve) + saved.epoch, saved.stepInEpoch);
    this.#restartClock();
    while (!progress.finished && progress.epoch < Math.min(settings.epochs, until)) {
      // When the epoch began, had it not been interrupted.
      const started = this.#host.now() - progress.seconds;
      progress = await this.#endEpoch(await this.#trainEpoch(progress, started), started);
      await this.#save(progress);
      this.#restartClock();
    }
    return progress.curve;
  }

  #restartClock(): void {
    this.#lastSave = this.#host.now();
    this.#pace.restart(this.#lastSave);
  }

  async #save(progress: SavedProgress): Promise<void> {
    const trainer = this.#trainer;
    const [parameters, slots, carried] = [await trainer.parameters(), await trainer.slots(), await trainer.carried()];
    await this.#host.save({ progress, parameters, slots, carried });
  }

  /** Before the first step: the untrained model as epoch 0, or the end of the curve that is continued. */
  async #untrained(): Promise<SavedProgress> {
    const { initial, training, validation, trainingHash, earlier = null } = this.#task;
    const host = this.#host;
    const last = earlier?.epochs.at(-1);
    if (earlier !== null && last !== undefined) {
      await host.keepEpoch?.(initial, last);
      await host.afterEpoch?.(initial, last);
      return { ...atStart, trainingHash, curve: structuredClone(earlier) };
    }
    const { loss: trainingLoss } = await this.#evaluate(initial, sampleOf(training, tokensIn(validation)));
    const evaluation = await this.#evaluate(initial, validation);
    const point = epochPoint(evaluation, { epoch: 0, trainingLoss, learningRate: 0, seconds: 0 });
    await host.keepEpoch?.(initial, point);
    host.onEpoch(point, { best: true, step: 0 });
    await host.afterEpoch?.(initial, point);
    const curve = { epochs: [point], bestEpoch: 0, smoothed: { epoch: [], loss: [] } };
    return { ...atStart, trainingHash, curve };
  }

  /**
   * The rest of an epoch's steps.
   * @throws Interrupted when the user asked to stop; RunError when training diverges.
   */
  async #trainEpoch(before: SavedProgress, started: number): Promise<SavedProgress> {
    const { training, settings, seed } = this.#task;
    const host = this.#host;
    const batches = epochBatches(training, settings, seed, before.epoch + 1);
    if (before.stepInEpoch === 0) await this.#trainer.reset();
    let progress = before;
    while (progress.stepInEpoch < this.#steps) {
      const count = Math.min(this.#trainer.stepsAtOnce, this.#steps - progress.stepInEpoch);
      const { stepInEpoch, step } = progress;
      const outcomes = await this.#trainer.train(
        Array.from({ length: count }, (_, i) => ({
          batch: batches.batch(stepInEpoch + i),
          learningRate: learningRateAt(settings.optimizer, step + i + 1, this.#total),
        })),
      );
      for (const outcome of outcomes) progress = afterStep(progress, outcome, this.#steps);
      progress = { ...progress, seconds: host.now() - started };
      this.#tell(progress, count);
      await host.pause();
      if (host.interrupted()) {
        await this.#save(progress);
        throw stopped(progress, this.#steps);
      }
      if (host.now() - this.#lastSave > saveEvery) {
        await this.#save(progress);
        this.#lastSave = host.now();
      }
    }
    return progress;
  }

  /** @param count steps since it was told last. */
  #tell({ step, epoch, stepInEpoch, smoothed, curve }: SavedProgress, count: number): void {
    const { batch, window, epochs } = this.#task.settings;
    const now = this.#host.now();
    const earlier = epochsBefore(curve);
    const share = step / this.#total;
    this.#host.onProgress({
      step,
      epoch: earlier + epoch + 1,
      epochs: earlier + epochs,
      epochsDone: earlier + epoch + stepInEpoch / this.#steps,
      share,
      loss: smoothed ?? Number.NaN,
      tokensPerSecond: this.#pace.mark(now, count) * batch * window,
      secondsLeft: this.#left.at(now, share),
    });
  }

  /** Evaluates the epoch, keeps its model if it is the best, and says whether training is over. */
  async #endEpoch(before: SavedProgress, started: number): Promise<SavedProgress> {
    const { settings, validation } = this.#task;
    const host = this.#host;
    const weights = await this.#trainer.parameters();
    const evaluation = await this.#evaluate(weights, validation);
    // The last step's own loss does not show what it did to the weights.
    if (!(evaluation.loss <= explosion * (before.curve.epochs[0]?.validationLoss ?? evaluation.loss)))
      throw diverged(before, this.#steps, evaluation.loss);
    const earlier = epochsBefore(before.curve);
    const point = epochPoint(evaluation, {
      epoch: earlier + before.epoch + 1,
      trainingLoss: before.lossSum / this.#steps,
      learningRate: learningRateAt(settings.optimizer, before.step, this.#total),
      seconds: host.now() - started,
    });
    const epochs = [...before.curve.epochs, point];
    // The untrained model is never kept, nor one of before: a checkpoint must have been trained here for at least an epoch.
    const trained = epochs.filter(({ epoch }) => epoch > earlier);
    const curve = { ...before.curve, epochs, bestEpoch: bestEpoch(trained, settings.best) };
    const isBest = curve.bestEpoch === point.epoch;
    if (isBest) await host.keep(weights, curve);
    await host.keepEpoch?.(weights, point);
    host.onEpoch(point, { best: isBest, step: before.step });
    await host.afterEpoch?.(weights, point);
    const finished = before.epoch + 1 >= settings.epochs || outOfPatience(curve, settings.patience);
    return { ...before, epoch: before.epoch + 1, stepInEpoch: 0, lossSum: 0, seconds: 0, curve, finished };
  }
}

const epochPoint = (
  { loss, accuracy }: Evaluation,
  { epoch, trainingLoss, learningRate, seconds }: Omit<EpochPoint, 'validationLoss' | 'validationAccuracy'>,
): EpochPoint => ({ epoch, trainingLoss, validationLoss: loss, validationAccuracy: accuracy, learningRate, seconds });

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
