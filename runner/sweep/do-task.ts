/** Does a task: an ordinary experiment, or its training to an epoch, and what the sweep wants to know of it. */

import { readFile, rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { writeFileAtomic } from '../core/atomic-files.ts';
import { AtlasError, exitCode } from '../core/errors.ts';
import { type LoadedManifest, loadManifest } from '../experiment/manifest/load.ts';
import { architectureOf, trainedUntil } from '../experiment/model.ts';
import type { Claim } from '../experiment/results/evidence-schema.ts';
import type { Result } from '../experiment/results/schema.ts';
import type { TrialClaim, TrialPairs } from '../experiment/results/sweep-schema.ts';
import { type ExperimentHost, inRun, runExperiment } from '../experiment/run.ts';
import { chooseEngine } from '../nn/engines/engines.ts';
import { parameterCountOf } from '../nn/models/reading.ts';
import { bestEpoch, epochsBefore, type LearningCurve } from '../nn/train/learning-curve.ts';
import type { Task } from './executors/executor.ts';
import { type Answer, type ExperimentTask, type Live, liveReporter, type TaskResult } from './task.ts';

/** A process of before may still be saving its state, or another machine's lock be about to be given up. */
const patience = { tries: 24, pause: 5000 };

/** Errors of the settings themselves. Others, as a full disk, may be gone when the same command is run again. */
const certain = (error: AtlasError): boolean => error.exitCode === 2 || error.code === 'training-diverged';

/** Milliseconds between two reports, which a shared folder bears. */
const reportEvery = 1000;

/**
 * Does the task of a file: says how far it is, and leaves the answer.
 * @param interrupted true when it is to save its state and end. @param say hears text for the log of the task.
 * @returns an exit code: 0 when it has answered, 130 when it was stopped; with any other it has said what is wrong.
 */
export async function work(file: string, interrupted: () => boolean, say: (text: string) => void): Promise<number> {
  const task = JSON.parse(await readFile(file, 'utf8')) as ExperimentTask & Pick<Task, 'answer' | 'live'>;
  let reported = 0;
  let writing = Promise.resolve();
  const report = (live: Live): void => {
    if (Date.now() - reported < reportEvery) return;
    reported = Date.now();
    // Whoever looks on can do without; the task cannot wait for it.
    writing = writing.then(() => writeFileAtomic(task.live, `${JSON.stringify(live)}\n`)).catch(() => {});
  };
  try {
    const answer = await answerTo(task, {
      reporter: liveReporter(report, say),
      circumstances: task.circumstances,
      interrupted,
      now: () => new Date(),
    });
    await writing;
    await writeFileAtomic(task.answer, `${JSON.stringify(answer)}\n`);
    return exitCode.done;
  } catch (error) {
    const known = error instanceof AtlasError;
    if (!known || error.exitCode !== exitCode.interrupted) {
      say(known ? `${error.message} [${error.code}]` : String((error as Error).stack));
    }
    return known ? error.exitCode : exitCode.failed;
  } finally {
    await writing;
    await rm(task.live, { force: true });
  }
}

/** @throws Interrupted, and errors that need not happen again. */
async function answerTo(task: ExperimentTask, host: Omit<ExperimentHost, 'cwd' | 'paths'>): Promise<Answer> {
  const { cwd, fresh, paths, key } = task;
  try {
    const manifest = await loadManifest(task.manifest, task.overrides, cwd);
    const loaded = { ...manifest, id: task.id ?? manifest.id };
    return await whenFree(() => done(task, loaded, { ...host, cwd, fresh, ...(paths !== null && { paths }) }));
  } catch (error) {
    if (!(error instanceof AtlasError) || !certain(error)) throw error;
    return { outcome: 'failed', key, code: error.code, message: error.message };
  }
}

async function done({ until, key }: ExperimentTask, loaded: LoadedManifest, host: ExperimentHost): Promise<TaskResult> {
  const { best } = loaded.manifest.train;
  if (until !== null) {
    const { curve, parameters } = await trainUntil(loaded, until, host);
    const upTo = { ...curve, epochs: curve.epochs.filter(({ epoch }) => epoch <= epochsBefore(curve) + until) };
    return { outcome: 'answered', key, ...trained(upTo, best), size: parameters, perplexity: null, claims: [] };
  }
  const { learningCurve, model, observation, evidence, pairs } = (await runExperiment(loaded, host)).result;
  return {
    outcome: 'answered',
    key,
    ...trained(learningCurve, best),
    size: model.parameters,
    perplexity: observation.perplexity,
    claims: (evidence?.claims ?? []).filter(({ lead }) => lead).map(claimOf),
    ...(pairs && { pairs: pairsOf(pairs) }),
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

function claimOf({ feature, neuron, component, among, sign, verdict, effect, rungs }: Claim): TrialClaim {
  return {
    feature,
    neuron,
    component,
    among,
    sign,
    level: verdict.level,
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

/**
 * An experiment's training alone, to the end of an epoch: what a sweep asks of a trial before it decides about it. The curve may
 * end later, where the model was trained further before, or sooner, where it ran out of patience.
 * @throws as `runExperiment`; what was trained is kept, and `runExperiment` goes on from there.
 */
const trainUntil = (loaded: LoadedManifest, epoch: number, host: ExperimentHost) =>
  inRun(loaded, host, async (prepared) => {
    const engine = await chooseEngine(prepared.manifest);
    prepared.reporter.step('Training');
    const curve = await trainedUntil(prepared, engine, epoch);
    return { curve, parameters: parameterCountOf(architectureOf(prepared)) };
  });
