/** An experiment's training alone, to the end of an epoch: what a sweep asks of a trial before it decides about it. */
import type { LoadedManifest } from '../manifest/load.ts';
import { parameterCount } from '../models/architecture.ts';
import type { LearningCurve } from '../training/learning-curve.ts';
import { through } from './context.ts';
import { lockRun, waitingFor } from './lock.ts';
import { enginesFor } from './model.ts';
import { prepare } from './prepare.ts';
import { begin, type ExperimentHost } from './run.ts';
import { architectureOf, isTrainingDue, trainedUntil } from './train-model.ts';

export interface PartialTraining {
  /** May end later than asked, where the model was trained further before, or sooner, where it ran out of patience. */
  curve: LearningCurve;
  /** Numbers that the model learns. */
  parameters: number;
}

/** @throws as `runExperiment`; what was trained is kept, and `runExperiment` goes on from there. */
export async function trainUntil(
  loaded: LoadedManifest,
  epoch: number,
  host: ExperimentHost,
): Promise<PartialTraining> {
  const prepared = await through(prepare, begin(loaded, host));
  const lock = await lockRun(prepared.paths.run, { onWait: (owner) => host.reporter.note(waitingFor(owner)) });
  try {
    const task = { ...prepared, start: prepared.given, stillOurs: lock.check };
    const engines = await enginesFor(prepared, { trains: await isTrainingDue(task), reads: false });
    prepared.reporter.step('Training');
    const curve = await trainedUntil({ ...task, engine: engines.training }, epoch);
    return { curve, parameters: parameterCount(architectureOf(task)) };
  } finally {
    await lock.release();
  }
}
