/** The parts of a training: the untrained model's evaluation, the steps of an epoch, and what follows at its end. */
import type { TimeLeft } from '../../core/time-left.ts';
import type { Weights } from '../models/reading.ts';
import { epochBatches } from './batches.ts';
import type { Evaluation } from './evaluation.ts';
import { bestEpoch, epochsBefore, outOfPatience } from './learning-curve.ts';
import type { Pace } from './progress.ts';
import { afterStep, diverged, explosion, stopped } from './progress.ts';
import type { SavedProgress } from './saved-state.ts';
import { learningRateAt } from './schedule.ts';
import type { Trainer } from './trainer.ts';
import type { TrainingHost, TrainingTask } from './training-task.ts';

/** What all parts of one training share. */
export interface Run {
  task: TrainingTask;
  host: TrainingHost;
  trainer: Trainer;
  /** Steps of an epoch. */
  steps: number;
  /** Steps of all epochs. */
  total: number;
  validationTokens: number;
  evaluate(weights: Weights, documents: readonly Int32Array[]): Promise<Evaluation>;
}

/** Seconds between saves of the state within an epoch. */
const saveEvery = 120;

export async function save({ host, trainer }: Run, progress: SavedProgress): Promise<void> {
  await host.save({
    progress,
    parameters: await trainer.parameters(),
    slots: await trainer.slots(),
    carried: await trainer.carried(),
  });
}

/** Before the first step: the untrained model as epoch 0, or the end of the curve that is continued. */
export async function untrained({ task, host, evaluate, validationTokens }: Run): Promise<SavedProgress> {
  const earlier = task.earlier ?? null;
  const last = earlier?.epochs.at(-1);
  if (earlier !== null && last !== undefined) {
    await host.keepEpoch?.(task.initial, last);
    await host.afterEpoch?.(task.initial, last);
    return { ...atStart, trainingHash: task.trainingHash, curve: structuredClone(earlier) };
  }
  const { loss: trainingLoss } = await evaluate(task.initial, sampleOf(task.training, validationTokens));
  const { loss, accuracy } = await evaluate(task.initial, task.validation);
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
  host.onEpoch(point, { best: true, step: 0 });
  await host.afterEpoch?.(task.initial, point);
  return { ...atStart, trainingHash: task.trainingHash, curve };
}

const atStart = { epoch: 0, stepInEpoch: 0, step: 0, lossSum: 0, smoothed: null, seconds: 0, finished: false } as const;

/**
 * The rest of an epoch's steps.
 * @param started when the epoch began, had it not been interrupted.
 * @throws Interrupted when the user asked to stop; RunError when training diverges.
 */
export async function trainEpoch(
  run: Run,
  before: SavedProgress,
  started: number,
  clock: { lastSave: number; readonly pace: Pace; readonly left: TimeLeft },
): Promise<SavedProgress> {
  const { task, host, trainer, steps, total } = run;
  const { settings, seed } = task;
  const batches = epochBatches(task.training, settings, seed, before.epoch + 1);
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
    const perSecond = clock.pace.mark(host.now(), count);
    const epochs = epochsBefore(progress.curve);
    host.onProgress({
      step: progress.step,
      epoch: epochs + progress.epoch + 1,
      epochs: epochs + settings.epochs,
      epochsDone: epochs + progress.epoch + progress.stepInEpoch / steps,
      share: progress.step / total,
      loss: progress.smoothed ?? Number.NaN,
      tokensPerSecond: perSecond * settings.batch * settings.window,
      secondsLeft: clock.left.at(host.now(), progress.step / total),
    });
    await host.pause();
    if (host.interrupted()) {
      await save(run, progress);
      throw stopped(progress, steps);
    }
    if (host.now() - clock.lastSave > saveEvery) {
      await save(run, progress);
      clock.lastSave = host.now();
    }
  }
  return progress;
}

/** Evaluates the epoch, keeps its model if it is the best, and says whether training is over. */
export async function endOfEpoch(run: Run, before: SavedProgress, started: number): Promise<SavedProgress> {
  const { task, host, steps, total } = run;
  const { settings } = task;
  const weights = await run.trainer.parameters();
  const { loss, accuracy } = await run.evaluate(weights, task.validation);
  // The last step's own loss does not show what it did to the weights.
  if (!(loss <= explosion * (before.curve.epochs[0]?.validationLoss ?? loss))) throw diverged(before, steps, loss);
  const earlier = epochsBefore(before.curve);
  const point = {
    epoch: earlier + before.epoch + 1,
    trainingLoss: before.lossSum / steps,
    validationLoss: loss,
    validationAccuracy: accuracy,
    learningRate: learningRateAt(settings.optimizer, before.step, total),
    seconds: host.now() - started,
  };
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
