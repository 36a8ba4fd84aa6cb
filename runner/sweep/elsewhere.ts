/**
 * One experiment through an executor: the same files come out as when it runs here. Its task and its answer lie in
 * `runs/.elsewhere/<experiment>/`; an answer that a command did not wait for is collected by the next.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorAgain, Interrupted, isErrorCode, RunError } from '../core/errors.ts';
import { stretches, turned } from '../core/turned.ts';
import type { BackgroundHost } from '../experiment/background.ts';
import type { Outcome } from '../experiment/context.ts';
import { type Paths, pathsOf } from '../experiment/folders.ts';
import { configHash } from '../experiment/manifest/hash.ts';
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
  const key = configHash(loaded.manifest);
  const { answer: path } = taskFiles(folder, 'experiment');
  let answer = await readAnswer(path);
  if (answer?.key !== key) {
    await rm(path, { force: true });
    const manifest = { cwd, manifest: loaded.path, overrides, fresh, circumstances, key };
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
    ...{ name: loaded.id, cwd, folder, interruption, parallel, note: reporter.note },
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
