/** What a process of a sweep is told to do, and what it answers: files in the sweep's folder. */
import { appendFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Circumstances } from '../experiment/context.ts';
import type { Paths } from '../experiment/folders.ts';
import type { TrialClaim, TrialPairs } from '../experiment/results/sweep-schema.ts';

/** One experiment, or a part of its training. */
export interface ExperimentTask {
  cwd: string;
  manifest: string;
  overrides: readonly string[];
  /** Names it; null: as its manifest does. */
  id: string | null;
  /** Where its files go; null: where its manifest says. */
  paths: Paths | null;
  /** Trains to the end of this epoch and no further; null: the whole experiment. */
  until: number | null;
  /** Starts over, and keeps the run that is there aside. */
  fresh: boolean;
  /** Comes back in the answer, which is only worth something for the settings that it was given for. */
  key: string;
  circumstances: Circumstances;
  /** Where the answer goes, and meanwhile how far it is. */
  answer: string;
  live: string;
}

export interface TaskResult {
  outcome: 'answered';
  key: string;
  /** Of the epoch whose model is kept; null where nothing was trained. */
  validationLoss: number | null;
  epochs: number | null;
  /** Of training. */
  seconds: number;
  size: number;
  perplexity: number | null;
  claims: TrialClaim[];
  /** Of each set of pairs; absent where none were asked. */
  pairs?: TrialPairs[];
}

/** Trying again would fail again. */
export interface TaskFailure {
  outcome: 'failed';
  key: string;
  code: string;
  message: string;
}

export type Answer = TaskResult | TaskFailure;

/** How far a process is, written now and then. */
export interface Live {
  text: string;
  /** Of all it has to do, 0 to 1; null where it does not say. */
  share: number | null;
}

/** The files of one task. @param id as 'units-64@3'. */
export const taskFiles = (folder: string, id: string) => ({
  task: join(folder, `${id}.task.json`),
  answer: join(folder, `${id}.answer.json`),
  live: join(folder, `${id}.live.json`),
  log: join(folder, `${id}.log`),
});

/** Files are written whole; null where there is none. */
async function readJson<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch {
    return null;
  }
}

export const readAnswer = (path: string): Promise<Answer | null> => readJson<Answer>(path);

export const readLive = (path: string): Promise<Live | null> => readJson<Live>(path);

/** How the line of a log ends that parts a task from its second beginning, in another process. */
export const beginsAgain = 'the task begins again in a new one.';

/** What is in a task's log, bytes; 0 where there is none. */
export const loggedOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/**
 * The last line that a task has told of itself; null where there is none.
 * @param from bytes of the log that were there before it began.
 */
export async function lastLine(path: string, from: number): Promise<string | null> {
  const all = await readFile(path).catch(() => new Uint8Array(0));
  const lines = new TextDecoder().decode(all.subarray(from)).trim().split('\n');
  return lines.slice(lines.findLastIndex((line) => line.endsWith(beginsAgain)) + 1).at(-1) || null;
}

/** The log of a task. A disk that is full will stop the task itself, with a clear word; its log stops nothing. */
export function addToLog(path: string, text: string | Uint8Array): void {
  try {
    appendFileSync(path, text);
  } catch {
    // As above.
  }
}
