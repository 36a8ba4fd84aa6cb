/**
 * Runs a sweep: gives each step of each trial to the executor, as soon as it is certain that it is to be done, and writes
 * the result after each. What has answered is never done again; what was interrupted goes on from its state.
 */

import { mkdir, rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { writeWhole } from '../core/atomic-files.ts';
import { exists } from '../core/paths.ts';
import type { Reporter } from '../core/reporter.ts';
import { TimeLeft } from '../core/time-left.ts';
import { counted } from '../core/words.ts';
import type { Circumstances } from '../experiment/context.ts';
import { holding } from '../experiment/lock.ts';
import { prepare } from '../experiment/prepare.ts';
import type { SweepResult } from '../experiment/results/sweep-schema.ts';
import { writeSweep } from '../experiment/results/write.ts';
import type { Ending, Running } from './executors/executor.ts';
import { openExecutor } from './executors/executors.ts';
import { type LoadedSweep, resultOf, runOf, tasksOf, trialPaths } from './load.ts';
import { type Machine, thisMachine } from './machine.ts';
import { SweepProgress, shareDone, type TrialStep } from './progress.ts';
import { resultFrom } from './result.ts';
import { allFailed, checkName, stopped } from './sweep-errors.ts';
import { type Answer, type ExperimentTask, lastLine, loggedOf, readAnswer, readLive, taskFiles } from './task.ts';

export interface SweepHost {
  cwd: string;
  circumstances: Circumstances;
  /** Says what is wrong with the first trial's text, and what the executor says. */
  reporter: Reporter;
  /** Aborted when the user asks to stop. */
  interruption: AbortSignal;
  /** Hears how things stand, whenever something ended and about once a second. */
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
  const places = { run: runOf(sweep), result: resultOf(sweep) };
  return holding(places, host.reporter, async () => {
    await mkdir(tasksOf(sweep), { recursive: true });
    return new SweepRun(sweep, host).run();
  });
}

class SweepRun {
  readonly #sweep: LoadedSweep;
  readonly #host: SweepHost;
  readonly #progress: SweepProgress;
  readonly #folder: string;
  readonly #states = new Map<string, string>();
  /** Of each task what its log held before it was begun, bytes: words of an earlier sweep are none of its own. */
  readonly #logged = new Map<string, number>();
  readonly #left = new TimeLeft();

  constructor(sweep: LoadedSweep, host: SweepHost) {
    this.#sweep = sweep;
    this.#host = host;
    this.#progress = new SweepProgress(sweep);
    this.#folder = tasksOf(sweep);
  }

  async run(): Promise<SweepResult> {
    await this.#recall();
    if (this.#progress.ready().length > 0) {
      await this.#lookFirst();
      const machine = await this.#machine();
      const watching = this.#watch();
      try {
        await this.#work(await openExecutor(this.#sweep.settings, machine));
      } finally {
        await watching.stop();
        await machine.close();
      }
    }
    const result = await this.#publish();
    if (this.#host.interruption.aborted && this.#progress.ready().length > 0) throw stopped(result);
    if (result.trials.every(({ status }) => status === 'failed')) throw allFailed(result);
    return result;
  }

  /** Answers that earlier runs of the command left; those to other questions are taken away. */
  async #recall(): Promise<void> {
    let others = 0;
    for (const { id, trial } of this.#progress.steps()) {
      const answer = await this.#answerOf(id);
      if (await exists(taskFiles(this.#folder, id).task)) this.#progress.begun.add(trial.id);
      if (answer === null) continue;
      if (answer.key === trial.key) this.#progress.answered(id, answer);
      else {
        others += 1;
        await rm(taskFiles(this.#folder, id).answer, { force: true });
      }
    }
    if (others > 0)
      this.#host.reporter.note(
        `${counted(others, 'answer')} of trials with other settings in the base manifest no longer count.`,
      );
  }

  #answerOf = (id: string): Promise<Answer | null> => readAnswer(taskFiles(this.#folder, id).answer);

  /** What can be wrong with text and folders is found before anything is started, and the text is read for all. */
  async #lookFirst(): Promise<void> {
    const [first] = this.#progress.ready();
    if (first === undefined) return;
    const { loaded, id } = first.trial;
    const { cwd, reporter, interruption } = this.#host;
    const paths = trialPaths(this.#sweep, id, cwd);
    await prepare({ loaded, paths, reporter, interrupted: () => interruption.aborted });
    reporter.finish();
  }

  #machine(): Promise<Machine> {
    const { settings, id } = this.#sweep;
    const { cwd, interruption, reporter } = this.#host;
    return thisMachine({
      ...{ name: id, cwd, interruption, folder: this.#folder },
      parallel: settings.parallel ?? null,
      answered: async (task) => (await this.#answerOf(task.id)) !== null,
      note: (text) => reporter.note(text),
      state: (task, text) => this.#states.set(task, text),
    });
  }

  async #work(executor: Running): Promise<void> {
    const { interruption } = this.#host;
    const stop = () => void executor.stop();
    if (interruption.aborted) return;
    interruption.addEventListener('abort', stop, { once: true });
    for (;;) {
      const ready = interruption.aborted ? [] : this.#progress.ready().slice(0, executor.room());
      if (ready.length > 0) await this.#submit(executor, ready);
      await this.#publish();
      if (this.#progress.running.size === 0) return;
      for (const ending of await executor.next()) await this.#ended(ending);
    }
  }

  async #submit(executor: Running, steps: readonly TrialStep[]): Promise<void> {
    const tasks = [];
    for (const step of steps) {
      const { task, log } = taskFiles(this.#folder, step.id);
      this.#logged.set(step.id, await loggedOf(log));
      await writeWhole(task, `${JSON.stringify(this.#taskOf(step))}\n`);
      tasks.push({ id: step.id, file: task });
      this.#progress.running.add(step.id);
      this.#progress.begun.add(step.trial.id);
    }
    await executor.submit(tasks);
  }

  #taskOf({ id, trial, until }: TrialStep): ExperimentTask {
    const { cwd, circumstances } = this.#host;
    const { answer, live } = taskFiles(this.#folder, id);
    return {
      ...{
        cwd,
        manifest: this.#sweep.base.path,
        overrides: trial.overrides,
        id: trial.id,
        until,
        key: trial.key,
        fresh: false,
      },
      ...{ paths: trialPaths(this.#sweep, trial.id, cwd), circumstances, answer, live },
    };
  }

  async #ended({ id, how, why }: Ending): Promise<void> {
    this.#progress.running.delete(id);
    this.#states.delete(id);
    const answer = await this.#answerOf(id);
    if (answer !== null) {
      this.#progress.answered(id, answer);
      return;
    }
    if (how === 'stopped') return;
    const trial = id.slice(0, id.lastIndexOf('@'));
    const said = await lastLine(taskFiles(this.#folder, id).log, this.#logged.get(id) ?? 0);
    this.#progress.lost(trial, said === null ? why : `${why}: ${said}`);
    this.#host.reporter.note(`${trial}: ${said === null ? why : `${why}: ${said}`}`);
  }

  async #publish(): Promise<SweepResult> {
    const result = resultFrom(this.#sweep, this.#progress, this.#host.circumstances);
    await writeSweep(resultOf(this.#sweep), result);
    return result;
  }

  /** Tells how things stand, about once a second, until it is stopped. */
  #watch(): { stop(): Promise<void> } {
    const { onView } = this.#host;
    if (onView === undefined) return { stop: async () => {} };
    const ended = new AbortController();
    const watching = (async () => {
      while (!ended.signal.aborted) {
        onView(await this.#view());
        await setTimeout(viewEvery, undefined, { signal: ended.signal }).catch(() => {});
      }
    })();
    return {
      async stop() {
        ended.abort();
        await watching;
      },
    };
  }

  async #view(): Promise<SweepView> {
    const result = resultFrom(this.#sweep, this.#progress, this.#host.circumstances);
    const running = await Promise.all(
      [...this.#progress.running].map(async (id) => {
        const live = await readLive(taskFiles(this.#folder, id).live);
        return {
          trial: id.slice(0, id.lastIndexOf('@')),
          ...(live ?? { text: this.#states.get(id) ?? 'starting', share: null }),
        };
      }),
    );
    const ended = result.trials.filter(({ status }) => status !== 'running').length;
    const left = result.planned - ended - running.length;
    const { trials, settings } = this.#sweep;
    const share = shareDone({ trials: trials.length, halving: settings.halving ?? null }, this.#progress.ended());
    return { result, running, left, secondsLeft: this.#left.at(performance.now() / 1000, share) };
  }
}
