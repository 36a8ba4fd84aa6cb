/** Does a task: an ordinary experiment, or its training to an epoch, and what the sweep wants to know of it. */

import { setTimeout } from 'node:timers/promises';
import { AtlasError } from '../core/errors.ts';
import { type LoadedManifest, loadManifest } from '../experiment/manifest/load.ts';
import { architectureOf, enginesFor, isTrainingDue, trainedUntil } from '../experiment/model.ts';
import type { Claim } from '../experiment/results/evidence-schema.ts';
import type { Result } from '../experiment/results/schema.ts';
import type { TrialClaim, TrialPairs } from '../experiment/results/sweep-schema.ts';
import { type ExperimentHost, inRun, runExperiment } from '../experiment/run.ts';
import { parameterCount } from '../nn/models/architecture.ts';
import { bestEpoch, epochsBefore, type LearningCurve } from '../nn/train/learning-curve.ts';
import type { Answer, ExperimentTask, TaskResult } from './task.ts';

/** A process of before may still be saving its state, or another machine's lock be about to be given up. */
const patience = { tries: 24, pause: 5000 };

/** Errors of the settings themselves. Others, as a full disk, may be gone when the same command is run again. */
const certain = (error: AtlasError): boolean => error.exitCode === 2 || error.code === 'training-diverged';

/** @throws Interrupted, and errors that need not happen again. */
export async function doTask(task: ExperimentTask, host: Omit<ExperimentHost, 'cwd' | 'paths'>): Promise<Answer> {
  try {
    const manifest = await loadManifest(task.manifest, task.overrides, task.cwd);
    const loaded = task.id === null ? manifest : { ...manifest, id: task.id };
    const { cwd, fresh, paths } = task;
    const own: ExperimentHost = { ...host, cwd, fresh, ...(paths === null ? {} : { paths }) };
    return await whenFree(() => done(task, loaded, own));
  } catch (error) {
    if (!(error instanceof AtlasError) || !certain(error)) throw error;
    return { outcome: 'failed', key: task.key, code: error.code, message: error.message };
  }
}

async function done({ until, key }: ExperimentTask, loaded: LoadedManifest, host: ExperimentHost): Promise<TaskResult> {
  const { best } = loaded.manifest.train;
  if (until !== null) {
    const { curve, parameters } = await trainUntil(loaded, until, host);
    const upTo = { ...curve, epochs: curve.epochs.filter(({ epoch }) => epoch <= epochsBefore(curve) + until) };
    return { outcome: 'answered', key, ...trained(upTo, best), size: parameters, perplexity: null, claims: [] };
  }
  const { result } = await runExperiment(loaded, host);
  const { learningCurve, model, observation } = result;
  return {
    ...{ outcome: 'answered', key, ...trained(learningCurve, best) },
    size: model.parameters,
    perplexity: observation.perplexity,
    claims: claimsOf(result),
    ...(result.pairs && { pairs: pairsOf(result.pairs) }),
  };
}

/** Of this training alone, where it went on from another. */
function trained(curve: Pick<LearningCurve, 'epochs' | 'earlier'> | null, best: 'loss' | 'accuracy') {
  const after = curve?.epochs.filter(({ epoch }) => epoch > epochsBefore(curve)) ?? [];
  const kept = after.find(({ epoch }) => epoch === bestEpoch(after, best));
  return {
    validationLoss: kept?.validationLoss ?? null,
    epochs: curve === null ? null : after.length,
    seconds: after.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

const pairsOf = ({ sets }: NonNullable<Result['pairs']>): TrialPairs[] =>
  sets.map(({ name, conditions }) => ({
    name,
    conditions: conditions.map(({ by, pairs, accuracy, margin }) => ({ by, pairs, accuracy, margin })),
  }));

/** Each feature's leading claim. */
function claimsOf({ evidence }: Result): TrialClaim[] {
  return (evidence?.claims ?? []).filter(({ lead }) => lead).map(claimOf);
}

function claimOf({ feature, neuron, component, among, sign, verdict, effect, rungs }: Claim): TrialClaim {
  return {
    ...{ feature, neuron, component, among, sign, level: verdict.level },
    localAuc: effect?.localAuc ?? null,
    heldOut: rungs.heldOut.status,
    learned: rungs.learned.status,
    used: rungs.used.status,
  };
}

async function whenFree<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const inUse = error instanceof AtlasError && error.code === 'run-in-use';
      if (!inUse || attempt >= patience.tries) throw error;
      await setTimeout(patience.pause);
    }
  }
}

interface PartialTraining {
  /** May end later than asked, where the model was trained further before, or sooner, where it ran out of patience. */
  curve: LearningCurve;
  /** Numbers that the model learns. */
  parameters: number;
}

/**
 * An experiment's training alone, to the end of an epoch: what a sweep asks of a trial before it decides about it.
 * @throws as `runExperiment`; what was trained is kept, and `runExperiment` goes on from there.
 */
const trainUntil = (loaded: LoadedManifest, epoch: number, host: ExperimentHost): Promise<PartialTraining> =>
  inRun(loaded, host, async (prepared) => {
    const engines = await enginesFor(prepared, { trains: await isTrainingDue(prepared), reads: false });
    prepared.reporter.step('Training');
    const curve = await trainedUntil(prepared, engines.training, epoch);
    return { curve, parameters: parameterCount(architectureOf(prepared)) };
  });
