/**
 * Runs a sweep: gives each step of each trial to the executor, as soon as it is certain that it is to be done, and writes
 * the result after each. What has answered is never done again; what was interrupted goes on from its state.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { InputError, Interrupted, RunError } from '../core/errors.ts';
import { exists } from '../core/paths.ts';
import type { Reporter } from '../core/reporter.ts';
import { TimeLeft } from '../core/time-left.ts';
import { counted } from '../core/words.ts';
import type { Circumstances } from '../experiment/context.ts';
import { checkpointOf } from '../experiment/kept-models.ts';
import { holding } from '../experiment/lock.ts';
import { prepare } from '../experiment/prepare.ts';
import { resultFile } from '../experiment/results/result-folder.ts';
import type { SweepResult } from '../experiment/results/sweep-schema.ts';
import { writeSweep } from '../experiment/results/write.ts';
import { type Ending, lastLine, openExecutor, type Task, taskFiles, writtenTask } from './executors/executor.ts';
import { type LoadedSweep, resultOf, runOf, tasksOf, trialPaths } from './load.ts';
import { SweepProgress, shareDone, type TrialStep } from './progress.ts';
import { type ExperimentTask, readAnswer, readLive } from './task.ts';

export interface SweepHost {
  cwd: string;
  circumstances: Circumstances;
  /** Says what is wrong with the first trial's text, and what the executor says. */
  reporter: Reporter;
  /** Aborted when the user asks to stop. */
  interruption: AbortSignal;
  /** Hears how things stand, about once a second. */
  onView?(view: SweepView): void;
}

/** How things stand, for a live table. */
export interface SweepView {
  result: SweepResult;
  /** At work, with what each says of itself. */
  running: { trial: string; text: string; share: number | null }[];
  /** Trials that wait for their turn, or for the others of their rung. */
  left: number;
  secondsLeft: number | null;
}

const viewEvery = 1000;

/** @throws InputError, RunError (every trial failed), or Interrupted (the same command goes on). */
export async function runSweep(sweep: LoadedSweep, host: SweepHost): Promise<SweepResult> {
  await checkName(sweep);
  return holding({ run: runOf(sweep), result: resultOf(sweep) }, host.reporter, async () => {
    await mkdir(tasksOf(sweep), { recursive: true });
    return new SweepRun(sweep, host).run();
  });
}

/** @throws InputError where an experiment has the sweep's name: they would replace each other's results. */
async function checkName(sweep: LoadedSweep): Promise<void> {
  for (const path of [join(resultOf(sweep), resultFile), checkpointOf(runOf(sweep))]) {
    if (!(await exists(path))) continue;
    throw new InputError('already-there', {
      what: `${path} belongs to an experiment named ${sweep.id}`,
      fix: `Rename ${sweep.path}`,
    });
  }
}

class SweepRun {
  readonly #sweep: LoadedSweep;
  readonly #host: SweepHost;
  readonly #progress: SweepProgress;
  readonly #folder: string;
  /** What is at work, by the ids of tasks, with what the executor says of it. */
  readonly #running = new Map<string, { trial: string; task: Task; state: string }>();
  readonly #left = new TimeLeft();

  constructor(sweep: LoadedSweep, host: SweepHost) {
    this.#sweep = sweep;
    this.#host = host;
    this.#progress = new SweepProgress(sweep);
    this.#folder = tasksOf(sweep);
  }

  async run(): Promise<SweepResult> {
    const { interruption } = this.#host;
    await this.#recall();
    const [first] = this.#ready();
    if (first !== undefined) await this.#work(first);
    const result = await this.#publish();
    if (interruption.aborted && this.#ready().length > 0) {
      const ended = result.trials.filter(({ status }) => status !== 'running').length;
      throw new Interrupted('stopped-sweep', {
        what: `Stopped after ${ended} of ${counted(result.planned, 'trial')}`,
      });
    }
    if (result.trials.every(({ status }) => status === 'failed')) {
      throw new RunError('sweep-failed', {
        what: `${counted(result.trials.length, 'trial')} failed`,
        why: `The first: ${result.trials[0]?.error ?? 'unknown'}`,
        fix: '',
      });
    }
    return result;
  }

  /** Answers that earlier runs of the command left; those to other questions are taken away. */
  async #recall(): Promise<void> {
    let others = 0;
    for (const { id, trial } of this.#progress.steps()) {
      const files = taskFiles(this.#folder, id);
      const answer = await readAnswer(files.answer);
      if (await exists(files.file)) this.#progress.begun.add(trial.id);
      if (answer === null) continue;
      if (answer.key === trial.key) this.#progress.answered(id, answer);
      else {
        others += 1;
        await rm(files.answer, { force: true });
      }
    }
    if (others > 0)
      this.#host.reporter.note(
        `${counted(others, 'answer')} of trials with other settings in the base manifest no longer count.`,
      );
  }

  /** Steps that can begin now. */
  #ready = (): TrialStep[] => this.#progress.ready().filter(({ id }) => !this.#running.has(id));

  async #work({ trial: { loaded, id } }: TrialStep): Promise<void> {
    const { cwd, reporter, interruption } = this.#host;
    // What can be wrong with text and folders is found before anything is started, and the text is read for all.
    const paths = trialPaths(this.#sweep, id, cwd);
    await prepare({ loaded, paths, reporter, interrupted: () => interruption.aborted });
    reporter.finish();
    const executor = await openExecutor(this.#sweep.settings, {
      ...{ name: this.#sweep.id, cwd, interruption, folder: this.#folder, note: reporter.note },
      parallel: this.#sweep.settings.parallel ?? null,
      state: (task, text) => Object.assign(this.#running.get(task) ?? {}, { state: text }),
    });
    const ended = new AbortController();
    const watching = this.#watch(ended.signal);
    try {
      for (;;) {
        const ready = interruption.aborted ? [] : this.#ready().slice(0, executor.room());
        const tasks: Task[] = [];
        for (const step of ready) tasks.push(await this.#begin(step));
        if (tasks.length > 0) await executor.submit(tasks);
        await this.#publish();
        if (this.#running.size === 0) return;
        for (const ending of await executor.next()) await this.#ended(ending);
      }
    } finally {
      ended.abort();
      await watching;
      await executor.close();
    }
  }

  async #begin({ id, trial, until }: TrialStep): Promise<Task> {
    const { cwd, circumstances } = this.#host;
    const { overrides, key } = trial;
    const task = await writtenTask(this.#folder, id, {
      ...{ cwd, manifest: this.#sweep.base.path, overrides, id: trial.id, until, key, fresh: false, circumstances },
      paths: trialPaths(this.#sweep, trial.id, cwd),
    } satisfies ExperimentTask);
    this.#running.set(id, { trial: trial.id, task, state: 'starting' });
    this.#progress.begun.add(trial.id);
    return task;
  }

  async #ended({ id, how, why }: Ending): Promise<void> {
    const ended = this.#running.get(id);
    this.#running.delete(id);
    if (ended === undefined) return;
    const answer = await readAnswer(ended.task.answer);
    if (answer !== null) this.#progress.answered(id, answer);
    else if (how !== 'stopped') {
      const said = await lastLine(ended.task);
      const words = said === null ? why : `${why}: ${said}`;
      this.#progress.lost(ended.trial, words);
      this.#host.reporter.note(`${ended.trial}: ${words}`);
    }
  }

  async #publish(): Promise<SweepResult> {
    const result = this.#progress.result(this.#host.circumstances);
    await writeSweep(resultOf(this.#sweep), result);
    return result;
  }

  /** Tells how things stand, about once a second. */
  async #watch(ended: AbortSignal): Promise<void> {
    const { onView } = this.#host;
    while (onView !== undefined && !ended.aborted) {
      onView(await this.#view());
      await setTimeout(viewEvery, undefined, { signal: ended }).catch(() => {});
    }
  }

  async #view(): Promise<SweepView> {
    const result = this.#progress.result(this.#host.circumstances);
    const running = await Promise.all(
      [...this.#running.values()].map(async ({ trial, task, state }) => ({
        trial,
        ...((await readLive(task.live)) ?? { text: state, share: null }),
      })),
    );
    const ended = result.trials.filter(({ status }) => status !== 'running').length;
    const left = result.planned - ended - running.length;
    const { trials, settings } = this.#sweep;
    const share = shareDone({ trials: trials.length, halving: settings.halving ?? null }, this.#progress.ended());
    return { result, running, left, secondsLeft: this.#left.at(performance.now() / 1000, share) };
  }
}
