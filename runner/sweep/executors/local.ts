/** `executor: local`: a process of this machine for each task, side by side, each with its share of the cores. */
import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { execArgv, execPath } from 'node:process';
import { cores, coresVariable } from '../../core/cores.ts';
import { exists } from '../../core/paths.ts';
import { type Ending, type Executor, type ExecutorHost, type Task, taskProgram } from './executor.ts';

/** @param cores how many of them it may use. */
function started({ file, log }: Task, cores: number, cwd: string): ChildProcess {
  const output = openSync(log, 'a');
  try {
    return fork(taskProgram, [file], {
      cwd,
      execPath,
      // A trial keeps some twenty megabytes, which V8 would search through four times a second for what it can free, in threads
      // beside the work: on a single core they are in each other's way.
      execArgv: [...execArgv, '--initial-old-space-size=128', ...(cores === 1 ? ['--single-threaded-gc'] : [])],
      env: { ...process.env, [coresVariable]: String(cores) },
      // The channel tells the child when this process is gone; Ctrl-C in the terminal is for this one to pass on.
      stdio: ['ignore', output, output, 'ipc'],
    });
  } finally {
    closeSync(output);
  }
}

/** How it ended: 'exit code 1', 'signal SIGKILL'. */
const endOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.on('error', ({ message }) => resolve(message));
    child.on('exit', (code, signal) => resolve(code === null ? `signal ${signal}` : `exit code ${code}`));
  });

export async function openLocal(_settings: unknown, host: ExecutorHost): Promise<Executor> {
  const { cwd, interruption } = host;
  const parallel = host.parallel ?? 1;
  const children = new Set<ChildProcess>();
  const running = new Map<string, Promise<Ending>>();
  /** Each saves the state of its task and ends. */
  const stop = (): void => {
    for (const child of children) if (child.connected) child.send('stop');
  };
  interruption.addEventListener('abort', stop);

  async function ended(task: Task): Promise<Ending> {
    const { id } = task;
    if (interruption.aborted) return { id, how: 'stopped', why: '' };
    const child = started(task, Math.max(1, Math.floor(cores() / parallel)), cwd);
    children.add(child);
    const how = await endOf(child);
    children.delete(child);
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
      await Promise.all(running.values());
    },
  };
}
