/**
 * One experiment through an executor: the same files come out as when it runs here. Its task and its answer lie in
 * `runs/.elsewhere/<experiment>/`; an answer that a command did not wait for is collected by the next.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../core/atomic-files.ts';
import { errorAgain, Interrupted, isErrorCode, RunError } from '../core/errors.ts';
import type { Reporter } from '../core/reporter.ts';
import { stretches, turned } from '../core/turned.ts';
import type { Circumstances, Outcome } from '../experiment/context.ts';
import { type Paths, pathsOf } from '../experiment/folders.ts';
import { configHash } from '../experiment/manifest/hash.ts';
import type { LoadedManifest } from '../experiment/manifest/load.ts';
import { prepare } from '../experiment/prepare.ts';
import { recordedStart } from '../experiment/reading.ts';
import { activationsOf } from '../experiment/results/activations.ts';
import { readActivations, readResult } from '../experiment/results/read.ts';
import type { Result } from '../experiment/results/schema.ts';
import { componentName } from '../nn/models/reading.ts';
import type { Ending } from './executors/executor.ts';
import { openExecutor } from './executors/executors.ts';
import { thisMachine } from './machine.ts';
import { type Answer, type ExperimentTask, type Live, taskFiles } from './task.ts';

export interface ElsewhereHost {
  cwd: string;
  /** The words that were given beside the manifest's path. */
  overrides: readonly string[];
  fresh: boolean;
  reporter: Reporter;
  circumstances: Circumstances;
  interruption: AbortSignal;
  /** How many experiments share this machine; absent: it is the only one. */
  parallel?: number;
}

/** @throws what the experiment itself throws; Interrupted; RunError when its process is lost. */
export async function runElsewhere(loaded: LoadedManifest, host: ElsewhereHost): Promise<Outcome> {
  const { cwd, reporter, interruption } = host;
  const paths = pathsOf(loaded, cwd);
  const folder = join(paths.runs, '.elsewhere', loaded.id);
  const files = taskFiles(folder, 'experiment');
  await mkdir(folder, { recursive: true });
  const task = taskOf(loaded, host, files);
  if ((await answerOf(task)) === null) {
    await rm(files.answer, { force: true });
    // What is wrong with text and folders is said at once, not when the cluster has time; a process here begins at once.
    if (loaded.manifest.executor !== 'local')
      await prepare({ loaded, paths, reporter, interrupted: () => interruption.aborted });
    await writeWhole(files.task, `${JSON.stringify(task)}\n`);
    const machine = await thisMachine({
      ...{ name: loaded.id, cwd, folder, interruption, parallel: host.parallel ?? null },
      answered: async () => (await answerOf(task)) !== null,
      note: (text) => reporter.note(text),
      state: (_id, text) => reporter.progress({ done: 0, total: 1, text }),
    });
    const executor = await openExecutor(loaded.manifest, machine);
    const before = await logOf(files.log);
    // From here on a signal is heard by the executor; one that came before nobody has heard yet.
    if (interruption.aborted) throw stopped();
    interruption.addEventListener('abort', () => void executor.stop(), { once: true });
    reporter.step(`Executor ${loaded.manifest.executor}`);
    const watching = watch(files.live, reporter);
    try {
      await executor.submit([{ id: 'experiment', file: files.task }]);
      checkEnding((await executor.next())[0], folder);
    } finally {
      clearInterval(watching);
      await machine.close();
    }
    // What the experiment had to say, such as words that the model does not know.
    const said = (await logOf(files.log)).slice(before.length).trim();
    if (said !== '') reporter.note(said);
  }
  const answer = await answerOf(task);
  await rm(files.answer, { force: true });
  if (answer?.outcome === 'failed') {
    throw isErrorCode(answer.code) ? errorAgain(answer.code, answer.message) : new Error(answer.message);
  }
  const result = await readResult(paths.result);
  return { result, directory: paths.result, run: paths.run, shown: await shownOf(paths, result) };
}

const logOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

function taskOf(
  loaded: LoadedManifest,
  { cwd, overrides, fresh, circumstances }: ElsewhereHost,
  files: ReturnType<typeof taskFiles>,
): ExperimentTask {
  return {
    ...{ cwd, manifest: loaded.path, overrides, fresh, circumstances, id: null, paths: null, until: null },
    ...{ key: configHash(loaded.manifest), answer: files.answer, live: files.live },
  };
}

/** Null where there is none to these settings. */
async function answerOf({ answer, key }: ExperimentTask): Promise<Answer | null> {
  try {
    const given = JSON.parse(await readFile(answer, 'utf8')) as Answer;
    return given.key === key ? given : null;
  } catch {
    return null;
  }
}

/** Shows what the process says of itself, about once a second. */
function watch(path: string, reporter: Reporter): NodeJS.Timeout {
  return setInterval(async () => {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) return;
    const live = JSON.parse(text) as Live;
    reporter.progress({ done: live.share ?? 0, total: 1, text: live.text });
  }, 1000);
}

const stopped = (): Interrupted => new Interrupted('stopped-elsewhere', { what: 'Stopped' });

function checkEnding(ending: Ending | undefined, folder: string): void {
  if (ending?.how === 'answered') return;
  if (ending?.how === 'stopped') throw stopped();
  throw new RunError('task-lost', {
    what: `The experiment ended without an answer: ${ending?.why}`,
    fix: `Its log is in ${folder}`,
  });
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
