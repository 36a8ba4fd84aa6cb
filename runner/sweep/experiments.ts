/**
 * Experiments through their executors: the same files come out as when they run here. The task and the answer of each lie in
 * `runs/.elsewhere/<experiment>/`; an answer that a command did not wait for is collected by the next.
 */
import { rm } from 'node:fs/promises';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { AtlasError, errorAgain, Interrupted, isErrorCode, RunError } from '../core/errors.ts';
import type { Reporter } from '../core/reporter.ts';
import { stretches, turned } from '../core/turned.ts';
import { both, counted } from '../core/words.ts';
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
import { openExecutor, saidBy, taskFiles, writtenTask } from './executors/executor.ts';
import { type Answer, type ExperimentTask, liveReporter, readAnswer, readLive } from './task.ts';

interface Shared {
  cwd: string;
  /** The words that were given beside the manifests' paths. */
  overrides: readonly string[];
  fresh: boolean;
  /** Aborted when the user asks to stop. */
  interruption: AbortSignal;
}

export interface ElsewhereHost extends Shared {
  reporter: Reporter;
  circumstances: Circumstances;
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
    const task = {
      cwd,
      overrides,
      fresh,
      circumstances,
      key,
      manifest: loaded.path,
      id: null,
      paths: null,
      until: null,
    };
    await doneElsewhere(task, { loaded, paths, folder, host });
    answer = await readAnswer(path);
  }
  await rm(path, { force: true });
  if (answer?.outcome === 'failed') throw failure(answer);
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
      const explanation = {
        what: `The experiment ended without an answer: ${ending?.why}`,
        fix: `Its log is in ${folder}`,
      };
      throw new RunError('task-lost', explanation);
    }
  } finally {
    clearInterval(watching);
    await executor.close();
  }
  // What the experiment had to say, such as words that the model does not know.
  const said = await saidBy(task);
  if (said !== '') reporter.note(said);
}

const failure = ({ code, message }: Extract<Answer, { outcome: 'failed' }>): Error =>
  isErrorCode(code) ? errorAgain(code, message) : new Error(message);

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

export interface SideBySideHost extends Shared {
  /** How many run at a time. */
  parallel: number;
  circumstancesOf(loaded: LoadedManifest): Circumstances;
  note(text: string): void;
  /** Hears of each that is done, with the seconds that it took. */
  onDone(outcome: Outcome, loaded: LoadedManifest, seconds: number): Promise<void>;
  /** Hears how things stand, whenever one of them says something. */
  onView?(view: ExperimentsView): void;
}

export interface ExperimentsView {
  done: number;
  failed: number;
  of: number;
  /** At work, with what each says of itself. */
  running: { id: string; text: string; share: number | null }[];
}

/** Bytes that an experiment of the largest shipped model takes, with some to spare. */
const memoryOfOne = 2.5e9;

/** As many as there are cores, but two to an experiment where there are more than enough, and what memory allows. */
export function usualParallel(experiments: number, cores: number, memory = freemem()): number {
  const most = Math.max(Math.min(cores, 2), Math.ceil(cores / 2));
  return Math.max(1, Math.min(experiments, most, Math.floor(memory / memoryOfOne)));
}

/**
 * Several experiments, one beside the other, each with its share of the cores. One that fails keeps none of the others from being
 * done.
 * @throws RunError when some failed, and Interrupted, both after all that could be done is done.
 */
export async function runSideBySide(all: readonly LoadedManifest[], host: SideBySideHost): Promise<void> {
  const { interruption, circumstancesOf, note, onDone, onView, ...shared } = host;
  // Those that may have to train first: the last to end should not be one that has just begun.
  const waiting = all.toSorted((a, b) => Number(mayTrain(b)) - Number(mayTrain(a)));
  const running = new Map<string, ExperimentsView['running'][number]>();
  const failed: string[] = [];
  let done = 0;
  const view = () => onView?.({ done, failed: failed.length, of: all.length, running: [...running.values()] });
  async function one(loaded: LoadedManifest): Promise<void> {
    const { id } = loaded;
    const began = performance.now();
    const live = liveReporter(
      (told) => {
        running.set(id, { id, ...told });
        view();
      },
      (text) => note(`${id}: ${text}`),
    );
    live.step('starting');
    // Its only step is that it is started.
    const reporter = { ...live, step: () => {} };
    const outcome = await runElsewhere(loaded, {
      ...{ ...shared, interruption, reporter, circumstances: circumstancesOf(loaded) },
    });
    await onDone(outcome, loaded, (performance.now() - began) / 1000);
  }
  async function lane(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined && !interruption.aborted; next = waiting.shift()) {
      try {
        await one(next);
        done++;
      } catch (error) {
        if (!(error instanceof AtlasError)) throw error;
        if (!(error instanceof Interrupted)) {
          failed.push(next.id);
          note(`${next.id}: ${error.message} [${error.code}]`);
        }
      }
      running.delete(next.id);
      view();
    }
  }
  await Promise.all(Array.from({ length: host.parallel }, lane));
  if (interruption.aborted) {
    const what = `Stopped after ${done} of ${counted(all.length, 'experiment')}`;
    throw new Interrupted('stopped-experiments', { what });
  }
  if (failed.length > 0) {
    const what = `${failed.length} of ${counted(all.length, 'experiment')} failed: ${both(failed)}`;
    throw new RunError('experiments-failed', { what });
  }
}

const mayTrain = ({ manifest }: LoadedManifest): boolean => manifest.model.checkpoint === null;
