/** What is said to Slurm's programs, and what they answer. Pure. */
import { quoted } from '../../../core/shell-words.ts';
import type { SlurmSettings } from './settings.ts';

/** The script of an array: its task number n does what stands in line n + 1 of the list. */
export function scriptOf(
  { modules, setup, cores }: SlurmSettings,
  { cwd, program, list }: { cwd: string; program: readonly string[]; list: string },
): string {
  return [
    '#!/bin/bash',
    `export RNN_ATLAS_CORES=${cores}`,
    ...modules.map((name) => `module load ${quoted(name)}`),
    ...setup,
    `cd ${quoted(cwd)} || exit 1`,
    `task=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" ${quoted(list)})`,
    // The process takes the shell's place, so that it hears when its time is up.
    `exec ${program.map(quoted).join(' ')} "$task"`,
    '',
  ].join('\n');
}

export interface ArrayJob {
  /** For the queue's list. */
  name: string;
  tasks: number;
  /** How many of it run at a time; null: as many as the cluster gives. */
  parallel: number | null;
  /** Tells it from all others, so that it is found again whatever happened after its submission. */
  mark: string;
  /** Where each task's output goes. */
  output: string;
  script: string;
}

/** Seconds before the end of its time at which a task is told to save its state. */
const warning = 60;

export const submission = (settings: SlurmSettings, job: ArrayJob): string[] => [
  'sbatch',
  '--parsable',
  `--job-name=${job.name}`,
  `--array=0-${job.tasks - 1}${job.parallel === null ? '' : `%${job.parallel}`}`,
  `--output=${job.output}`,
  `--comment=${job.mark}`,
  '--open-mode=append',
  '--requeue',
  '--ntasks=1',
  `--cpus-per-task=${settings.cores}`,
  `--signal=B:TERM@${warning}`,
  ...(settings.partition === undefined ? [] : [`--partition=${settings.partition}`]),
  ...(settings.account === undefined ? [] : [`--account=${settings.account}`]),
  ...(settings.gpus === 0 ? [] : [`--gpus=${settings.gpus}`]),
  ...(settings.memory === undefined ? [] : [`--mem=${settings.memory}`]),
  ...(settings.time === undefined ? [] : [`--time=${settings.time}`]),
  job.script,
];

/** The job's number from what sbatch says: '123' or '123;cluster'. Null when it says something else. */
export const jobNumber = (stdout: string): string | null => /^(\d+)(;\S+)?\s*$/.exec(stdout.trim())?.[1] ?? null;

/** All of the user's tasks that wait or run. */
export const queueQuery: readonly string[] = ['squeue', '--noheader', '--array', '--me', '--format=%F|%K|%T|%k|%r'];

export interface QueuedTask {
  state: string;
  mark: string;
  /** Why it waits. */
  reason: string;
}

/** The answer, by 'job_task'. */
export function queueFrom(stdout: string): Map<string, QueuedTask> {
  const queue = new Map<string, QueuedTask>();
  for (const line of stdout.split('\n')) {
    const [job = '', task = '', state = '', mark = '', reason = ''] = line.trim().split('|');
    if (/^\d+$/.test(job) && /^\d+$/.test(task)) queue.set(`${job}_${task}`, { state, mark, reason });
  }
  return queue;
}

/** How a task ended that is not in the queue, by the accounts; where a cluster keeps none, `recentQuery` asks further. */
export const accountQuery = (job: string): string[] => [
  ...['sacct', '--noheader', '--parsable2', '--allocations', `--jobs=${job}`, '--format=State,ExitCode'],
];

/** Of a job that ended in the last minutes, the scheduler itself still knows. */
export const recentQuery = (job: string): string[] => ['scontrol', '--oneliner', 'show', 'job', job];

export interface EndedTask {
  /** COMPLETED, FAILED, PREEMPTED, TIMEOUT, CANCELLED, NODE_FAIL, OUT_OF_MEMORY ... */
  state: string;
  /** 'exit code:signal'. */
  exit: string;
}

/** The last line counts: a task that was requeued has one for each time. */
export function accountFrom(stdout: string): EndedTask | null {
  const [state = '', exit = ''] = stdout.trim().split('\n').at(-1)?.split('|') ?? [];
  const [name = ''] = state.split(' ');
  return /^[A-Z_]+$/.test(name) ? { state: name, exit } : null;
}

export function recentFrom(stdout: string): EndedTask | null {
  const state = /\bJobState=([A-Z_]+)/.exec(stdout)?.[1];
  return state === undefined ? null : { state, exit: /\bExitCode=(\S+)/.exec(stdout)?.[1] ?? '' };
}
