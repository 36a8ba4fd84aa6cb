/** What an executor is: something that does tasks somewhere, in processes beside this one; and the files of a task. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFileAtomic } from '../../core/atomic-files.ts';
import type { ExecutorSettings } from './settings.ts';

export interface Task {
  /** Letters, digits, '-', '+', '.', '_' and '@'; the same task has the same id when the command is run again. */
  id: string;
  /** What is to be done, for `taskProgram`. */
  file: string;
  answer: string;
  /** How far it is, written now and then. */
  live: string;
  log: string;
  /** What the log held before the task was begun, bytes: words of an earlier command are none of its own. */
  logged: number;
}

export interface Ending {
  id: string;
  /** It left its answer (which may be that it failed); or it was stopped, and goes on when run again; or it is lost. */
  how: 'answered' | 'stopped' | 'lost';
  /** What became of a task that is lost, a sentence without a full stop; else empty. */
  why: string;
}

export interface ExecutorHost {
  /** Of the sweep or experiment: for the names of jobs. */
  name: string;
  cwd: string;
  /** For the files of tasks, which every machine that takes part sees under the same path. */
  folder: string;
  /** How many tasks may run at a time; null: the manifest does not say. */
  parallel: number | null;
  /** Aborted when the user asks to stop: what was submitted ends as `stopped` soon, or is left to go on by itself. */
  interruption: AbortSignal;
  /** A line for the user that stays. */
  note(text: string): void;
  /** What is known of a task that is not running yet, or somewhere else: 'waits for the cluster'. */
  state(id: string, text: string): void;
}

export interface Executor {
  /** How many more tasks it takes now; it may be infinite. */
  room(): number;
  submit(tasks: readonly Task[]): Promise<void>;
  /** Waits until at least one task ended. */
  next(): Promise<Ending[]>;
  /** Ends what is still at work here. */
  close(): Promise<void>;
}

/** A new one is one file, a line here, and its name and keys in settings.ts. */
const executors = {
  local: async () => (await import('./local.ts')).openLocal,
  slurm: async () => (await import('./slurm.ts')).openSlurm,
};

/** @throws InputError when it cannot work here. */
export const openExecutor = async (settings: ExecutorSettings, host: ExecutorHost): Promise<Executor> =>
  (await executors[settings.executor]())(settings, host);

/** Does the task of a file that is named behind it. */
export const taskProgram = fileURLToPath(new URL('../task-process.ts', import.meta.url));

/** @param id as 'units-64@3'. */
export const taskFiles = (folder: string, id: string): Omit<Task, 'logged'> => ({
  id,
  file: join(folder, `${id}.task.json`),
  answer: join(folder, `${id}.answer.json`),
  live: join(folder, `${id}.live.json`),
  log: join(folder, `${id}.log`),
});

export async function writtenTask(folder: string, id: string, what: object): Promise<Task> {
  const files = taskFiles(folder, id);
  await writeFileAtomic(files.file, `${JSON.stringify({ ...what, answer: files.answer, live: files.live })}\n`);
  const { size } = await stat(files.log).catch(() => ({ size: 0 }));
  return { ...files, logged: size };
}

export async function saidBy({ log, logged }: Pick<Task, 'log' | 'logged'>): Promise<string> {
  const all = await readFile(log).catch(() => new Uint8Array(0));
  return new TextDecoder().decode(all.subarray(logged)).trim();
}

/** The last line of it; null where there is none. */
export const lastLine = async (task: Pick<Task, 'log' | 'logged'>): Promise<string | null> =>
  (await saidBy(task)).split('\n').at(-1) || null;
