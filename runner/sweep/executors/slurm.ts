/**
 * `executor: slurm`: tasks as job arrays on a cluster. It needs the programs of Slurm and a folder that all machines share.
 * Beside each array lies the list of its tasks, under the name that the queue shows as the array's comment: so the same
 * command finds its jobs again after it was stopped, however that came, and nothing is submitted twice.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { writeFileAtomic } from '../../core/atomic-files.ts';
import { InputError, RunError } from '../../core/errors.ts';
import { counted } from '../../core/format.ts';
import { exists } from '../../core/paths.ts';
import { quoted } from '../../core/shell-words.ts';
import { type Ending, type Executor, type ExecutorHost, type Task, taskProgram } from './executor.ts';
import type { ExecutorSettings, SlurmSettings } from './settings.ts';

/** Slurm's usual limit for an array. */
const longestArray = 1000;
/** Milliseconds between two looks at the queue: soon after something happened, seldom while nothing does. */
const pause = { first: 1000, factor: 1.5, longest: 15_000 };
/** Milliseconds for which a file of a task that ended may be on its way through the shared folder. */
const lateAnswer = 60_000;
/** Seconds before the end of its time at which a task is told to save its state. */
const warning = 60;

/** @throws when there is no such program. */
const command = (name: string, ...words: readonly string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve, reject) => {
    execFile(name, words, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });

export async function openSlurm({ slurm }: Pick<ExecutorSettings, 'slurm'>, host: ExecutorHost): Promise<Executor> {
  for (const program of ['sbatch', 'squeue', 'scontrol', 'scancel']) {
    const answer = await command(program, '--version').catch(() => null);
    if (answer?.code === 0) continue;
    const absent = `There is no program ${program} on this machine`;
    const what = answer === null ? absent : `${program} does not run: ${answer.stderr.trim()}`;
    throw new InputError('no-slurm', { what });
  }
  return new Slurm(slurm, host);
}

interface Submitted {
  task: Task;
  /** 'job_task'; empty before it is submitted. */
  job: string;
  tries: number;
  /** Since when it is known to have ended without an answer; null: it is not. */
  endedAt: number | null;
}

class Slurm implements Executor {
  readonly #settings: SlurmSettings;
  readonly #host: ExecutorHost;
  /** By the ids of tasks. */
  readonly #submitted = new Map<string, Submitted>();

  constructor(settings: SlurmSettings, host: ExecutorHost) {
    this.#settings = settings;
    this.#host = host;
  }

  room = (): number => Number.POSITIVE_INFINITY;

  close = async (): Promise<void> => {};

  /** Tasks that wait or run from before are followed, the others submitted. */
  async submit(tasks: readonly Task[]): Promise<void> {
    const jobs = await this.#fromBefore();
    const all = tasks.map((task): Submitted => {
      const job = jobs.get(basename(task.file)) ?? '';
      return { task, job, tries: Number(job !== ''), endedAt: null };
    });
    for (const each of all) this.#submitted.set(each.task.id, each);
    const due = all.filter(({ job }) => job === '');
    if (due.length < all.length)
      this.#host.note(`Slurm still has ${counted(all.length - due.length, 'task')} from before.`);
    await this.#submitAll(due);
  }

  /** 'job_task' by the name of a task's file, of all that wait or run. */
  async #fromBefore(): Promise<Map<string, string>> {
    const jobs = new Map<string, string>();
    for (const [mark, queued] of Map.groupBy(await this.#queue(), ([, { mark }]) => mark)) {
      // Arrays of other commands have their lists elsewhere.
      const list = await readFile(join(this.#host.folder, `${mark}.txt`), 'utf8').catch(() => '');
      for (const [job] of queued) {
        const file = list.split('\n')[Number(job.split('_')[1])];
        if (file) jobs.set(basename(file), job);
      }
    }
    return jobs;
  }

  async #submitAll(all: readonly Submitted[]): Promise<void> {
    for (let from = 0; from < all.length && !this.#host.interruption.aborted; from += longestArray) {
      await this.#submitArray(all.slice(from, from + longestArray));
    }
  }

  async #submitArray(all: readonly Submitted[]): Promise<void> {
    const { name, cwd, folder, parallel, note } = this.#host;
    const mark = `rnn-atlas-${Date.now()}-${all[0]?.task.id}`;
    const [list, script] = [join(folder, `${mark}.txt`), join(folder, `${mark}.sh`)] as const;
    await writeFileAtomic(list, all.map(({ task }) => `${task.file}\n`).join(''));
    await writeFileAtomic(script, scriptOf(this.#settings, cwd, list));
    const array = `0-${all.length - 1}${parallel === null ? '' : `%${parallel}`}`;
    const places = [`--array=${array}`, `--output=${folder}/slurm-%A_%a.log`, `--comment=${mark}`];
    const words = ['--parsable', `--job-name=${name}`, ...places, ...resourcesOf(this.#settings), script];
    const { code, stdout, stderr } = await command('sbatch', ...words);
    // '123', or '123;cluster'.
    const job = code === 0 ? /^(\d+)(;\S+)?$/.exec(stdout.trim())?.[1] : undefined;
    const what = `sbatch did not accept the tasks: ${stderr.trim() || stdout.trim()}`;
    if (job === undefined) throw new RunError('slurm-refused', { what });
    for (const [index, each] of all.entries()) {
      const submitted: Partial<Submitted> = { job: `${job}_${index}`, tries: each.tries + 1, endedAt: null };
      Object.assign(each, submitted);
    }
    note(`Slurm has job ${job} with ${counted(all.length, 'task')}.`);
  }

  /** All of the user's tasks that wait or run. @throws RunError when the scheduler does not answer. */
  async #queue(): Promise<Map<string, QueuedTask>> {
    // The scheduler of a busy cluster may not answer for a moment.
    for (let attempt = 1; ; attempt++) {
      const { code, stdout, stderr } = await command(...queueQuery);
      if (code === 0) return queueFrom(stdout);
      if (this.#host.interruption.aborted) return new Map();
      if (attempt === 5) throw new RunError('slurm-silent', { what: `squeue does not answer: ${stderr.trim()}` });
      await this.#wait(2000 * attempt);
    }
  }

  /** Ends early when the user asks to stop. */
  #wait = (milliseconds: number): Promise<void> =>
    setTimeout(milliseconds, undefined, { signal: this.#host.interruption }).catch(() => {});

  async next(): Promise<Ending[]> {
    for (let wait = pause.first; ; wait = Math.min(pause.longest, wait * pause.factor)) {
      if (this.#host.interruption.aborted) return this.#stop();
      const endings = await this.#look();
      if (endings.length > 0) return endings;
      await this.#wait(wait);
    }
  }

  async #stop(): Promise<Ending[]> {
    const all = [...this.#submitted.values()];
    this.#submitted.clear();
    const jobs = all.flatMap(({ job }) => (job === '' ? [] : [job]));
    const arrays = [...new Set(jobs.map((job) => job.replace(/_.*/, '')))].join(' ');
    if (jobs.length > 0 && this.#settings.cancel) {
      // `--batch` and a signal would let them save first; scancel itself sends SIGTERM and waits before it kills.
      await command('scancel', ...jobs);
      this.#host.note(`Cancelled job ${arrays}.`);
    } else if (jobs.length > 0) {
      this.#host.note(`The jobs go on; the same command follows them again, and scancel ${arrays} ends them.`);
    }
    return all.map(({ task: { id } }) => ({ id, how: 'stopped', why: '' }));
  }

  /** What ended since the last look; what was lost is submitted again. */
  async #look(): Promise<Ending[]> {
    const queue = await this.#queue();
    const endings: Ending[] = [];
    const again: Submitted[] = [];
    for (const each of this.#submitted.values()) {
      const outcome = await this.#outcome(each, queue.get(each.job));
      if (outcome === 'again') again.push(each);
      else if (outcome !== null) endings.push({ id: each.task.id, ...outcome });
    }
    for (const { id } of endings) this.#submitted.delete(id);
    await this.#submitAll(again);
    return endings;
  }

  /** Null: it waits or runs, or its answer may be on its way. */
  async #outcome(submitted: Submitted, queued?: QueuedTask): Promise<Omit<Ending, 'id'> | 'again' | null> {
    const { task, job, tries } = submitted;
    if (await exists(task.answer)) return { how: 'answered', why: '' };
    const isStuck = queued !== undefined && heldByLaunch.test(queued.reason);
    if (queued !== undefined && !isStuck) {
      submitted.endedAt = null;
      this.#host.state(task.id, wordsFor(queued));
      return null;
    }
    // A machine could not start it, and Slurm would hold it until somebody looks.
    if (isStuck) await command('scancel', job);
    const ended = isStuck ? { state: 'NODE_FAIL', exit: queued.reason } : await howEnded(job);
    if (ended !== null && active.has(ended.state)) return null;
    if (ended === null || ended.state === 'COMPLETED') {
      submitted.endedAt ??= Date.now();
      if (Date.now() - submitted.endedAt < lateAnswer) return null;
    }
    if (await exists(task.answer)) return { how: 'answered', why: '' };
    if (ended?.state === 'CANCELLED') return { how: 'lost', why: `job ${job} was cancelled` };
    const how = ended === null ? 'disappeared' : `ended as ${ended.state}, exit ${ended.exit}`;
    if (tries >= this.#settings.tries)
      return { how: 'lost', why: `job ${job} ${how}, after ${counted(tries, 'try', 'tries')}` };
    this.#host.note(`Job ${job} ${how}: ${task.id} is submitted again.`);
    return 'again';
  }
}

/** The script of an array: its task number n does what stands in line n + 1 of the list. */
const scriptOf = ({ modules, setup, cores }: SlurmSettings, cwd: string, list: string): string =>
  [
    '#!/bin/bash',
    `export RNN_ATLAS_CORES=${cores}`,
    ...modules.map((name) => `module load ${quoted(name)}`),
    ...setup,
    `cd ${quoted(cwd)} || exit 1`,
    `task=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" ${quoted(list)})`,
    // The process takes the shell's place, so that it hears when its time is up.
    `exec ${[process.execPath, taskProgram].map(quoted).join(' ')} "$task"`,
    '',
  ].join('\n');

function resourcesOf({ partition, account, gpus, cores, memory, time }: SlurmSettings): string[] {
  const asked = { partition, account, gpus: gpus === 0 ? undefined : gpus, mem: memory, time };
  return [
    '--open-mode=append',
    '--requeue',
    '--ntasks=1',
    `--cpus-per-task=${cores}`,
    `--signal=B:TERM@${warning}`,
    ...Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`])),
  ];
}

const queueQuery = ['squeue', '--noheader', '--array', '--me', '--format=%F|%K|%T|%k|%r'] as const;

interface QueuedTask {
  state: string;
  mark: string;
  /** Why it waits. */
  reason: string;
}

/** The answer, by 'job_task'. */
function queueFrom(stdout: string): Map<string, QueuedTask> {
  const queue = new Map<string, QueuedTask>();
  for (const line of stdout.split('\n')) {
    const [job = '', task = '', state = '', mark = '', reason = ''] = line.trim().split('|');
    if (/^\d+$/.test(job) && /^\d+$/.test(task)) queue.set(`${job}_${task}`, { state, mark, reason });
  }
  return queue;
}

/** Why Slurm holds what a machine failed to start. */
const heldByLaunch = /launch failed requeued held/i;

const wordsFor = ({ state, reason }: QueuedTask): string =>
  state === 'PENDING' && reason !== 'None' && reason !== '' ? `waits (${reason})` : state.toLowerCase();

interface EndedTask {
  /** COMPLETED, FAILED, PREEMPTED, TIMEOUT, CANCELLED, NODE_FAIL, OUT_OF_MEMORY ... */
  state: string;
  /** 'exit code:signal'. */
  exit: string;
}

/** What the scheduler calls a task that has not ended. */
const active = new Set([
  'PENDING',
  'RUNNING',
  'CONFIGURING',
  'COMPLETING',
  'SUSPENDED',
  'REQUEUED',
  'RESIZING',
  'SIGNALING',
  'STOPPED',
]);

/** Of a task that is not in the queue, by the accounts; where a cluster keeps none, the scheduler knows the last minutes. */
async function howEnded(job: string): Promise<EndedTask | null> {
  const query = ['--noheader', '--parsable2', '--allocations', `--jobs=${job}`, '--format=State,ExitCode'];
  const accounts = await command('sacct', ...query).catch(() => null);
  // The last line counts: a task that was requeued has one for each time. A state may say more: 'CANCELLED by 1000'.
  const last = accounts?.code === 0 ? accounts.stdout.trim().split('\n').at(-1) : undefined;
  const [, state, exit = ''] = /^([A-Z_]+)[^|]*\|?(.*)/.exec(last ?? '') ?? [];
  if (state !== undefined) return { state, exit };
  const recent = await command('scontrol', '--oneliner', 'show', 'job', job);
  const fields = /\bJobState=([A-Z_]+)(?:.*\bExitCode=(\S+))?/s.exec(recent.code === 0 ? recent.stdout : '');
  return fields?.[1] === undefined ? null : { state: fields[1], exit: fields[2] ?? '' };
}
