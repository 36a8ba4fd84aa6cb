/**
 * What an executor is: something that runs tasks somewhere, in processes beside this one. Pure: processes, files and the
 * clock come in through `ExecutorHost`, so that an executor is one file and can be tested without a cluster.
 */
import type { z } from 'zod';

/** A piece of work: the path of a file that says what to do, for the host's program or one of its processes. */
export interface Task {
  /** Letters, digits, '-', '+', '.', '_' and '@'; the same task has the same id when the command is run again. */
  id: string;
  file: string;
}

/** How a task ended. */
export interface Ending {
  id: string;
  /** It left its answer (which may be that it failed); or it was stopped, and goes on when run again; or it is lost. */
  how: 'answered' | 'stopped' | 'lost';
  /** What became of a task that is lost, a sentence without a full stop; else empty. */
  why: string;
}

/** A task at work in a process of this machine. */
export interface Child {
  /** How it ended, in words: 'exit code 1', 'signal SIGKILL'; as of a process that did this task alone. */
  ended: Promise<string>;
  /** Asks it to save its state and end. */
  stop(): void;
}

export interface CommandOutput {
  code: number;
  stdout: string;
  stderr: string;
}

/** The world around an executor. */
export interface ExecutorHost {
  /** Of the sweep or experiment: for the names of jobs. */
  name: string;
  cwd: string;
  /** A folder for the executor's own files, which every machine that takes part sees under the same path. */
  folder: string;
  /** Node and the file that does a task; its path comes behind them. */
  program: readonly string[];
  /** How many tasks may run at a time; null: the manifest does not say. */
  parallel: number | null;
  /** Cores of this machine. */
  cores: number;
  /** Whether the task has left its answer. */
  answered(task: Task): Promise<boolean>;
  /** Does a task on this machine with so many cores: in a process that has done others before, or in a new one. */
  start(task: Task, cores: number): Child;
  /** Runs another program to its end. @throws when there is no such program. */
  command(words: readonly string[]): Promise<CommandOutput>;
  /** A file of the executor's folder; null when it is not there. */
  read(name: string): Promise<string | null>;
  /** Writes a file into the executor's folder, whole; returns its path. */
  write(name: string, text: string): Promise<string>;
  /** Ends early when the user asks to stop. */
  wait(milliseconds: number): Promise<void>;
  /** Milliseconds. */
  now(): number;
  /** A line for the user that stays. */
  note(text: string): void;
  /** What is known of a task that is not running yet, or somewhere else: 'waits for the cluster'. */
  state(id: string, text: string): void;
}

/** An executor at work. */
export interface Running {
  /** How many more tasks it takes now; it may be infinite. */
  room(): number;
  submit(tasks: readonly Task[]): Promise<void>;
  /** Waits until at least one task ended. */
  next(): Promise<Ending[]>;
  /** The user asks to stop: whatever was submitted ends as `stopped` soon, or is left to go on by itself. */
  stop(): Promise<void>;
}

export interface ExecutorKind<Settings = unknown> {
  name: string;
  /** For help: 'processes on this machine'. */
  about: string;
  /** Its group of keys in a manifest, under its name; null: it has none. */
  settings: z.ZodType<Settings> | null;
  /** @throws InputError when it cannot work here. */
  open(settings: Settings, host: ExecutorHost): Promise<Running>;
}
