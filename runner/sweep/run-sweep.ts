/**
 * Runs a sweep: gives each step of each trial to the executor, as soon as it is certain that it is to be done, and writes
 * the result after each. What has answered is never done again; what was interrupted goes on from its state.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, Interrupted, RunError } from '../core/errors.ts';
import { counted } from '../core/format.ts';
import { exists } from '../core/paths.ts';
import { quoted } from '../core/shell-words.ts';
import type { BackgroundHost } from '../experiment/background.ts';
import { checkpointOf } from '../experiment/kept-models.ts';
import { holding } from '../experiment/lock.ts';
import { prepare } from '../experiment/prepare.ts';
import { resultFile } from '../experiment/results/result-folder.ts';
import type { SweepResult, SweepTrial } from '../experiment/results/sweep-schema.ts';
import { writeSweep } from '../experiment/results/write.ts';
import { type Ending, lastLine, openExecutor, type Task, taskFiles, writtenTask } from './executors/executor.ts';
import { type Decision, decide } from './halving.ts';
import { type LoadedSweep, type LoadedTrial, trialPaths } from './load.ts';
import { isRange } from './sweep-schema.ts';
import { type Answer, type ExperimentTask, readAnswer, readLive, type TaskResult } from './task.ts';

/** How things stand, for a live table. */
export interface LiveSweep {
  result: SweepResult;
  /** At work, with what each says of itself. */
  running: readonly { trial: string; text: string; share: number | null }[];
  /** Trials that wait for their turn, or for the others of their rung. */
  left: number;
}

const viewEvery = 1000;

/**
 * @param onView hears how things stand, about once a second.
 * @throws InputError, RunError (every trial failed), or Interrupted (the same command goes on).
 */
export async function runSweep(
  sweep: LoadedSweep,
  host: BackgroundHost,
  onView?: (view: LiveSweep) => void,
): Promise<SweepResult> {
  // They would replace each other's results.
  for (const path of [join(sweep.result, resultFile), checkpointOf(sweep.run)]) {
    if (!(await exists(path))) continue;
    const what = `${path} belongs to an experiment named ${sweep.id}`;
    throw new InputError('already-there', { what, fix: `Rename ${sweep.path}` });
  }
  return holding(sweep, host.reporter, () => new SweepRun(sweep, host).run(onView));
}

/** A part of a trial: its training to a rung, or (null) all of it. */
interface TrialStep {
  trial: LoadedTrial;
  rung: number;
  until: number | null;
  /** Of the task. */
  id: string;
}

class SweepRun {
  readonly #sweep: LoadedSweep;
  readonly #host: BackgroundHost;
  readonly #folder: string;
  /** Epochs at which trials are looked at; null at the end. Without halving there is the end alone. */
  readonly #rungs: readonly (number | null)[];
  /** By the ids of steps. */
  readonly #answers = new Map<string, Answer>();
  /** Why, by the ids of trials whose process was lost: they count as failed in this run of the command alone. */
  readonly #lost = new Map<string, string>();
  /** Ids of trials of which a step was given away, now or by an earlier run of the command. */
  readonly #begun = new Set<string>();
  /** What is at work, by the ids of steps, with what the executor says of it. */
  readonly #running = new Map<string, { trial: string; key: string; task: Task; state: string }>();

  constructor(sweep: LoadedSweep, host: BackgroundHost) {
    this.#sweep = sweep;
    this.#host = host;
    this.#folder = join(sweep.run, 'tasks');
    this.#rungs = [...(sweep.settings.halving?.epochs.slice(0, -1) ?? []), null];
  }

  async run(onView?: (view: LiveSweep) => void): Promise<SweepResult> {
    await mkdir(this.#folder, { recursive: true });
    await this.#recall();
    const [first] = this.#ready();
    if (first !== undefined) await this.#work(first, onView);
    const result = await this.#publish();
    if (this.#host.interruption.aborted && this.#ready().length > 0) {
      const what = `Stopped after ${endedOf(result)} of ${counted(result.planned, 'trial')}`;
      throw new Interrupted('stopped-sweep', { what });
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

  #step(trial: LoadedTrial, rung: number): TrialStep {
    const until = this.#rungs[rung] ?? null;
    return { trial, rung, until, id: `${trial.id}@${until ?? 'end'}` };
  }

  /** Answers that earlier runs of the command left; those to other questions are taken away. */
  async #recall(): Promise<void> {
    for (const trial of this.#sweep.trials) {
      for (const rung of this.#rungs.keys()) {
        const { id } = this.#step(trial, rung);
        const files = taskFiles(this.#folder, id);
        if (await exists(files.file)) this.#begun.add(trial.id);
        const answer = await readAnswer(files.answer);
        if (answer?.key === trial.key) this.#answers.set(id, answer);
        else await rm(files.answer, { force: true });
      }
    }
  }

  /** What a trial has answered, by rung, as far as it did without a gap, and why it failed; null: it did not. */
  #standing(trial: LoadedTrial): { answers: TaskResult[]; failure: string | null } {
    const known = this.#rungs.map((_, rung) => this.#answers.get(this.#step(trial, rung).id));
    const gap = known.indexOf(undefined);
    const through = known.slice(0, gap < 0 ? known.length : gap).filter((answer) => answer !== undefined);
    const failed = through.find((answer) => answer.outcome === 'failed');
    return {
      answers: through.filter((answer) => answer.outcome === 'answered'),
      failure: failed?.message ?? this.#lost.get(trial.id) ?? null,
    };
  }

  #decisions(): Map<string, Decision> {
    const known = this.#sweep.trials.map((trial) => {
      const { answers, failure } = this.#standing(trial);
      // One without a validation loss cannot be shown to be better than another.
      const losses = answers.map(({ validationLoss }) => validationLoss ?? Number.POSITIVE_INFINITY);
      return { id: trial.id, losses, failed: failure !== null };
    });
    return decide(known, { rungs: this.#rungs.length, keep: this.#sweep.settings.halving?.keep ?? 1 });
  }

  /** Steps that can begin now, those of trials that are furthest first. */
  #ready(): TrialStep[] {
    const decisions = this.#decisions();
    const steps = this.#sweep.trials.flatMap((trial) => {
      const decision = decisions.get(trial.id);
      return typeof decision === 'object' ? [this.#step(trial, decision.to)] : [];
    });
    return steps.filter(({ id }) => !this.#running.has(id)).sort((a, b) => b.rung - a.rung);
  }

  async #work({ trial: { loaded, id } }: TrialStep, onView?: (view: LiveSweep) => void): Promise<void> {
    const { cwd, reporter, interruption } = this.#host;
    const { settings, id: name } = this.#sweep;
    // What can be wrong with text and folders is found before anything is started, and the text is read for all.
    const paths = trialPaths(this.#sweep, id, cwd);
    await prepare({ loaded, paths, reporter, interrupted: () => interruption.aborted });
    reporter.finish();
    const executor = await openExecutor(settings, {
      name,
      cwd,
      interruption,
      folder: this.#folder,
      note: reporter.note,
      parallel: settings.parallel ?? null,
      state: (task, text) => Object.assign(this.#running.get(task) ?? {}, { state: text }),
    });
    const watching = onView && setInterval(async () => onView(await this.#view()), viewEvery);
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
      clearInterval(watching);
      await executor.close();
    }
  }

  async #begin({ id, trial, until }: TrialStep): Promise<Task> {
    const { cwd, circumstances } = this.#host;
    const { overrides, key } = trial;
    const task = await writtenTask(this.#folder, id, {
      cwd,
      manifest: this.#sweep.base.path,
      overrides,
      id: trial.id,
      until,
      key,
      fresh: false,
      circumstances,
      paths: trialPaths(this.#sweep, trial.id, cwd),
    } satisfies ExperimentTask);
    this.#running.set(id, { trial: trial.id, key, task, state: 'starting' });
    this.#begun.add(trial.id);
    return task;
  }

  async #ended({ id, how, why }: Ending): Promise<void> {
    const ended = this.#running.get(id);
    this.#running.delete(id);
    if (ended === undefined) return;
    const answer = await readAnswer(ended.task.answer);
    if (answer?.key === ended.key) this.#answers.set(id, answer);
    // That of a job from before, which was given other settings or another text: the step is begun again.
    else if (answer !== null) await rm(ended.task.answer, { force: true });
    else if (how !== 'stopped') {
      const said = await lastLine(ended.task);
      const words = said === null ? why : `${why}: ${said}`;
      this.#lost.set(ended.trial, words);
      this.#host.reporter.note(`${ended.trial}: ${words}`);
    }
  }

  async #publish(): Promise<SweepResult> {
    const result = this.#result();
    await writeSweep(this.#sweep.result, result);
    return result;
  }

  async #view(): Promise<LiveSweep> {
    const result = this.#result();
    const running = await Promise.all(
      [...this.#running.values()].map(async ({ trial, task, state }) => ({
        trial,
        ...((await readLive(task.live)) ?? { text: state, share: null }),
      })),
    );
    return { result, running, left: result.planned - endedOf(result) - running.length };
  }

  #result(): SweepResult {
    const { id, settings, base, varied, trials: planned } = this.#sweep;
    const { title, description, search, seed, parameters, halving, executor } = settings;
    const decisions = this.#decisions();
    const trials = planned
      .filter((trial) => this.#begun.has(trial.id))
      .map((trial) => this.#trial(trial, decisions.get(trial.id) ?? 'waits'));
    return {
      schema: 1,
      id,
      title,
      description,
      base,
      search,
      seed,
      settings: varied.map((key) => ({ key, scale: scaleOf(parameters[key]) })),
      // The same in all trials.
      fixed: Object.fromEntries((planned[0]?.settings ?? []).filter(([key]) => !varied.includes(key))),
      halving,
      executor,
      planned: planned.length,
      trials,
      best: bestOf(trials)?.id ?? null,
      provenance: this.#host.circumstances,
    };
  }

  #trial(trial: LoadedTrial, decision: Decision): SweepTrial {
    const { varied, settings, base } = this.#sweep;
    const { answers, failure } = this.#standing(trial);
    const last = answers.at(-1);
    const end = settings.halving?.epochs.at(-1) ?? null;
    const words = trial.overrides.filter((word) => word !== 'atlas=none');
    return {
      id: trial.id,
      parameters: Object.fromEntries(trial.settings.filter(([key]) => varied.includes(key))),
      status: typeof decision === 'object' || decision === 'waits' ? 'running' : decision,
      validationLoss: last?.validationLoss ?? null,
      seconds: last?.seconds ?? 0,
      epochs: last?.epochs ?? null,
      size: last?.size ?? null,
      rungs: answers.flatMap(({ validationLoss }, index) => {
        const epoch = this.#rungs[index] ?? end;
        return epoch === null || validationLoss === null ? [] : [{ epoch, validationLoss }];
      }),
      perplexity: last?.perplexity ?? null,
      claims: last?.claims ?? [],
      ...(last?.pairs && { pairs: last.pairs }),
      error: failure,
      // As an experiment of its own would be called.
      command: ['npm run experiment', base.path, ...words.map(quoted)].join(' '),
    };
  }
}

const endedOf = ({ trials }: SweepResult): number => trials.filter(({ status }) => status !== 'running').length;

const scaleOf = (parameter: LoadedSweep['settings']['parameters'][string] | undefined) => {
  if (parameter !== undefined && isRange(parameter)) return parameter.scale;
  return Array.isArray(parameter) && parameter.every((value) => typeof value === 'number') ? 'linear' : 'choice';
};

/** Of the trials that are done, the one with the lowest loss; of equal ones the first. */
function bestOf(trials: readonly SweepTrial[]): SweepTrial | null {
  const done = trials.filter(({ status, validationLoss }) => status === 'done' && validationLoss !== null);
  return done.toSorted((a, b) => (a.validationLoss ?? 0) - (b.validationLoss ?? 0))[0] ?? null;
}
