/** A process on this machine that does one task of a sweep after another (`slot-process.ts`), from outside. */
import { fork } from 'node:child_process';
import { execArgv, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { coresVariable } from '../core/cores.ts';
import { addToLog } from './task.ts';

const program = fileURLToPath(new URL('./slot-process.ts', import.meta.url));

/** What the process is told: a task and its log, or to save its state and end. */
export type SlotCommand = { file: string; log: string } | 'stop';

/** What it says when a task is over. */
export interface Gone {
  /** As of a process that did this task alone. */
  code: number;
  /** True when it takes no other. */
  leaves: boolean;
}

/** How a task ended, in words: 'exit code 1', 'signal SIGKILL'. */
export interface TaskEnd {
  how: string;
  /** True when the process died of it, or of something that tasks before it left behind. */
  crashed: boolean;
}

export interface Slot {
  /** Whether it takes another task. */
  free(): boolean;
  /** Tasks that it was given so far. */
  given(): number;
  do(file: string, log: string): Promise<TaskEnd>;
  /** Asks it to end: at once, or when it has saved the state of the task that it has. */
  stop(): void;
  /** Settled when it is gone. */
  over: Promise<void>;
}

/** Megabytes. A trial keeps some twenty, and V8 would search them through four times a second for what it can free. */
const beforeCollecting = 128;

/** V8 searches memory in threads beside the work, which on a single core are in each other's way. */
const memoryOptions = (cores: number): string[] => [
  `--initial-old-space-size=${beforeCollecting}`,
  ...(cores === 1 ? ['--single-threaded-gc'] : []),
];

/** @param cores how many of them it may use. */
export function startSlot(cores: number, cwd: string): Slot {
  const child = fork(program, [], {
    ...{ cwd, execPath, execArgv: [...execArgv, ...memoryOptions(cores)] },
    env: { ...process.env, [coresVariable]: String(cores) },
    // The channel tells the child when this process is gone; Ctrl-C in the terminal is for this one to pass on.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log: string | null = null;
  let given = 0;
  let leaves = false;
  let ended: ((end: TaskEnd) => void) | null = null;
  const end = (how: TaskEnd) => {
    ended?.(how);
    ended = null;
  };
  // What its own code has to say it writes itself; here come the last words of one that crashes.
  const keep = (text: Buffer) => {
    if (log !== null) addToLog(log, text);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.on('message', (gone: Gone) => {
    leaves ||= gone.leaves;
    end({ how: `exit code ${gone.code}`, crashed: false });
  });
  const over = new Promise<void>((resolve) => {
    const lost = (how: string) => {
      leaves = true;
      end({ how, crashed: true });
      resolve();
    };
    child.on('error', (error) => lost(error.message));
    // Not 'exit': what it said last may still be on its way then.
    child.on('close', (code, signal) => lost(code === null ? `signal ${signal}` : `exit code ${code}`));
  });
  return {
    free: () => !leaves && ended === null,
    given: () => given,
    do(file, own) {
      log = own;
      given += 1;
      return new Promise((resolve) => {
        ended = resolve;
        child.send({ file, log: own } satisfies SlotCommand);
      });
    },
    stop: () => {
      if (child.connected) child.send('stop' satisfies SlotCommand);
    },
    over,
  };
}
