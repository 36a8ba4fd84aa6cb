/**
 * One experiment through an executor: the same files come out as when it runs here. Its task and its answer lie in
 * `runs/.elsewhere/<experiment>/`; an answer that a command did not wait for is collected by the next.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorAgain, Interrupted, isErrorCode, RunError } from '../core/errors.ts';
import { stretches, turned } from '../core/reverse-segments.ts';
import type { BackgroundHost } from '../experiment/background.ts';
import type { Outcome } from '../experiment/context.ts';
import { type Paths, pathsOf } from '../experiment/folders.ts';
import { inputsHash } from '../experiment/inputs.ts';
import type { LoadedManifest } from '../experiment/manifest/load.ts';
import { prepare } from '../experiment/prepare.ts';
import { recordedStart } from '../experiment/reading.ts';
import { activationsOf } from '../experiment/results/activations.ts';
import { readActivations, readResult } from '../experiment/results/read.ts';
import type { Result } from '../experiment/results/schema.ts';
import { componentName } from '../nn/models/reading.ts';
import { openExecutor, saidBy, taskFiles, writtenTask } from './executors/executor.ts';
import { type ExperimentTask, readAnswer, readLive } from './task.ts';

interface ElsewhereHost extends BackgroundHost {
  /** The words that were given beside the manifest's path. */
  overrides: readonly string[];
  fresh: boolean;
  /** How many experiments share this machine; absent: it is the only one. */
  parallel?: number;
}

/** @throws what the experiment itself throws; Interrupted; RunError when its process is lost. */
export async function runElsewhere(loaded: LoadedManifest, host: ElsewhereHost): Promise<Outcome> {
  const { cwd, overrides, fresh, circumstances } = host;
  const paths = pathsOf(loaded, cwd);
  const folder = join(paths.runs, '.elsewhere', loaded.id);
  // What starts over is not answered by what did not.
  const key = `${await inputsHash(loaded.manifest, cwd)}${fresh ? ' fresh' : ''}`;
  const { answer: path } = taskFiles(folder, 'experiment');
  const manifest = { cwd, manifest: loaded.path, overrides, fresh, circumstances, key };
  let answer = await readAnswer(path);
  // A job from before, which the executor follows, may answer to other settings, to another text or without starting over.
  for (let tries = 0; answer?.key !== key; tries++) {
    if (tries === mostTries) throw otherAnswer(tries, folder);
    await rm(path, { force: true });
    await doneElsewhere({ ...manifest, id: null, paths: null, until: null }, { loaded, paths, folder, host });
    answer = await readAnswer(path);
  }
  await rm(path, { force: true });
  if (answer?.outcome === 'failed') {
    const { code, message } = answer;
    throw isErrorCode(code) ? errorAgain(code, message) : new Error(message);
  }
  const result = await readResult(paths.result);
  return { result, directory: paths.result, run: paths.run, shown: await shownOf(paths, result) };
}

/** The first may end with what a job from before says. */
const mostTries = 2;

const otherAnswer = (tries: number, folder: string): RunError =>
  new RunError('task-lost', {
    what: `The experiment was given away ${tries} times, and what came back each time was no answer to it`,
    why: 'Other jobs write into the same folder, or it cannot be read here',
    fix: `End the jobs that work in ${folder}, then run the same command again`,
  });

/** Waits until the task has left its answer. */
async function doneElsewhere(
  what: ExperimentTask,
  { loaded, paths, folder, host }: { loaded: LoadedManifest; paths: Paths; folder: string; host: ElsewhereHost },
): Promise<void> {
  const { cwd, reporter, interruption, parallel = null } = host;
  const { executor: name } = loaded.manifest;
  // What is wrong with text and folders is said at once, not when the cluster has time; a process here begins at once.
  if (name !== 'local') await prepare({ loaded, paths, reporter, interrupted: () => interruption.aborted });
  const task = await writtenTask(folder, 'experiment', what);
  const executor = await openExecutor(loaded.manifest, {
    name: loaded.id,
    cwd,
    folder,
    interruption,
    parallel,
    note: reporter.note,
    state: (_id, text) => reporter.progress({ done: 0, total: 1, text }),
  });
  reporter.step(`Executor ${name}`);
  const watching = setInterval(async () => {
    const live = await readLive(task.live);
    if (live !== null) reporter.progress({ done: live.share ?? 0, total: 1, text: live.text });
  }, 1000);
  try {
    await executor.submit([task]);
    const [ending] = await executor.next();
    if (ending?.how === 'stopped') throw new Interrupted('stopped-elsewhere', { what: 'Stopped' });
    if (ending?.how !== 'answered') {
      const what = `The experiment ended without an answer: ${ending?.why}`;
      throw new RunError('task-lost', { what, fix: `Its log is in ${folder}` });
    }
  } finally {
    clearInterval(watching);
    await executor.close();
  }
  // What the experiment had to say, such as words that the model does not know.
  const said = await saidBy(task);
  if (said !== '') reporter.note(said);
}

/** The recorded component over both texts: what was read as it was recorded, what was written as it was published. */
async function shownOf({ run, result: directory }: Paths, result: Result) {
  const { component, layer } = result.record;
  const written = await readActivations(directory, result, { text: 'sampled', component, layer });
  const { resets, tokens } = result.texts.observed;
  const read = await recordedStart(run, componentName(component, layer), tokens.length);
  const segments = result.model.direction === undefined ? [] : stretches(resets, tokens.length);
  return {
    observed: read.map((values) => turned(values, segments)),
    sampled: Array.from({ length: written.neurons }, (_, neuron) => activationsOf(written, neuron)),
  };
}
