/**
 * Trains a model: epochs of steps, an evaluation before the first and after each, the best checkpoint kept, early
 * stopping, and a state on disk from which the same command goes on. Files and clock come in through `TrainingHost`.
 */
import { TimeLeft } from '../../core/time-left.ts';
import { evaluationBatch, evaluationBatches, stepsPerEpoch } from './batches.ts';
import { endOfEpoch, type Run, save, trainEpoch, untrained } from './epoch.ts';
import { createEvaluator } from './evaluation.ts';
import { epochsBefore, type LearningCurve } from './learning-curve.ts';
import { optimizer } from './optimizers/optimizers.ts';
import { Pace } from './progress.ts';
import { createTrainer } from './trainer.ts';
import type { StepShape } from './training-program.ts';
import type { TrainingHost, TrainingTask } from './training-task.ts';

export type { TrainingHost, TrainingProgress, TrainingSettings, TrainingTask } from './training-task.ts';

/**
 * Trains to the end (or to the epoch that the task names), or from where it stopped; returns the learning curve.
 * @throws Interrupted when the user asked to stop (the state is saved); RunError when the loss is no finite number.
 */
export async function train(task: TrainingTask, host: TrainingHost): Promise<LearningCurve> {
  const { engine, architecture, settings, seed } = task;
  const { objective, batch, window, clipNorm, clipValue, trainEmbedding, dropout } = settings;
  const saved = await host.load();
  const steps = stepsPerEpoch(task.training, settings);
  const validationTokens = task.validation.reduce((sum, ids) => sum + ids.length, 0);
  const shape: StepShape = {
    architecture,
    objective,
    steps: window,
    batch: evaluationBatch(validationTokens, settings),
  };
  const evaluator = await createEvaluator(engine, shape);
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
      seed,
    },
  ).catch(async (error: unknown) => {
    await evaluator.release();
    throw error;
  });
  const run: Run = {
    ...{ task, host, trainer, steps, validationTokens },
    total: steps * settings.epochs,
    evaluate: (weights, documents) => evaluator.evaluate(weights, evaluationBatches(documents, settings, shape.batch)),
  };
  try {
    let progress = saved?.progress ?? (await untrained(run));
    if (saved !== null) host.onResume(epochsBefore(progress.curve) + progress.epoch, progress.stepInEpoch);
    const clock = { lastSave: host.now(), pace: new Pace(host.now()), left: new TimeLeft() };
    const last = Math.min(settings.epochs, task.until ?? settings.epochs);
    while (!progress.finished && progress.epoch < last) {
      const started = host.now() - progress.seconds;
      progress = await trainEpoch(run, progress, started, clock);
      progress = await endOfEpoch(run, progress, started);
      await save(run, progress);
      clock.lastSave = host.now();
      clock.pace.restart(host.now());
    }
    return progress.curve;
  } finally {
    await trainer.release();
    await evaluator.release();
  }
}
