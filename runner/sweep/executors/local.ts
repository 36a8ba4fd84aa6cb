/**
 * `executor: local`: processes on this machine, side by side, each with its share of the cores. A task gets one that is
 * free, or a new one: starting, loading and warming up is paid for once.
 */
import { fork } from 'node:child_process';
import { execArgv, execPath } from 'node:process';
import { cores, coresVariable } from '../../core/cores.ts';
import { exists } from '../../core/paths.ts';
import { addToLog, type Ending, type Executor, type ExecutorHost, type Task, taskProgram } from './executor.ts';

/** What a process is told: a task and its log, or to save its state and end. */
export type TaskCommand = { file: string; log: string } | 'stop';

/** What it says when a task is over. */
export interface TaskGone {
  /** As of a process that did this task alone. */
  code: number;
  /** True when it takes no other. */
  leaves: boolean;
}

/**
 * A trial keeps some twenty megabytes, and V8 would search them through four times a second for what it can free. It does so in
 * threads beside the work, which on a single core are in each other's way.
 */
const memoryOptions = (cores: number): string[] => [
  '--initial-old-space-size=128',
  ...(cores === 1 ? ['--single-threaded-gc'] : []),
];

class TaskProcess {
  readonly #child: ReturnType<typeof fork>;
  #log: string | null = null;
  /** Hears how the task ended: 'exit code 1', 'signal SIGKILL'. */
  #ended: ((how: string) => void) | null = null;
  #leaves = false;
  /** Settled when it is gone. */
  readonly over: Promise<void>;

  /** @param cores how many of them it may use. */
  constructor(cores: number, cwd: string) {
    this.#child = fork(taskProgram, [], {
      ...{ cwd, execPath, execArgv: [...execArgv, ...memoryOptions(cores)] },
      env: { ...process.env, [coresVariable]: String(cores) },
      // The channel tells the child when this process is gone; Ctrl-C in the terminal is for this one to pass on.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    // What its own code has to say it writes itself; here come the last words of one that crashes.
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (text: Buffer) => this.#log !== null && addToLog(this.#log, text));
    }
    this.#child.on('message', ({ code, leaves }: TaskGone) => {
      this.#leaves ||= leaves;
      this.#end(`exit code ${code}`);
    });
    this.over = new Promise((resolve) => {
      const lost = (how: string) => {
        this.#leaves = true;
        this.#end(how);
        resolve();
      };
      this.#child.on('error', (error) => lost(error.message));
      // Not 'exit': what it said last may still be on its way then.
      this.#child.on('close', (code, signal) => lost(code === null ? `signal ${signal}` : `exit code ${code}`));
    });
  }

  #end(how: string): void {
    this.#ended?.(how);
    this.#ended = null;
  }

  isFree = (): boolean => !this.#leaves && this.#ended === null;

  do({ file, log }: Task): Promise<string> {
    this.#log = log;
    return new Promise((resolve) => {
      this.#ended = resolve;
      this.#child.send({ file, log } satisfies TaskCommand);
    });
  }

  /** Asks it to end: at once, or when it has saved the state of the task that it has. */
  stop(): void {
    if (this.#child.connected) this.#child.send('stop' satisfies TaskCommand);
  }
}

export async function openLocal(_settings: unknown, host: ExecutorHost): Promise<Executor> {
  const { cwd, interruption } = host;
  const parallel = host.parallel ?? 1;
  const processes = new Set<TaskProcess>();
  const running = new Map<string, Promise<Ending>>();
  const stop = (): void => {
    for (const each of processes) each.stop();
  };
  interruption.addEventListener('abort', stop);

  function start(): TaskProcess {
    const started = new TaskProcess(Math.max(1, Math.floor(cores() / parallel)), cwd);
    processes.add(started);
    void started.over.then(() => processes.delete(started));
    return started;
  }

  async function ended(task: Task): Promise<Ending> {
    const { id } = task;
    if (interruption.aborted) return { id, how: 'stopped', why: '' };
    const free = [...processes].find((each) => each.isFree()) ?? start();
    const how = await free.do(task);
    if (await exists(task.answer)) return { id, how: 'answered', why: '' };
    if (interruption.aborted) return { id, how: 'stopped', why: '' };
    return { id, how: 'lost', why: `its process ended with ${how}` };
  }

  return {
    room: () => parallel - running.size,
    async submit(tasks) {
      for (const task of tasks) running.set(task.id, ended(task));
    },
    async next() {
      const first = await Promise.race(running.values());
      running.delete(first.id);
      return [first];
    },
    async close() {
      interruption.removeEventListener('abort', stop);
      stop();
      await Promise.all([...processes].map(({ over }) => over));
    },
  };
}
