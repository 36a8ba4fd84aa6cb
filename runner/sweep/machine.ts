/** The world that an executor works in: processes, files, the clock. */
import { execFile, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { writeWhole } from '../core/atomic-files.ts';
import { cores, coresVariable } from '../core/cores.ts';
import type { Child, CommandOutput, ExecutorHost, Task } from '../executors/executor.ts';
import { taskFiles } from './task.ts';

const program = fileURLToPath(new URL('./task-process.ts', import.meta.url));

export interface MachineOptions {
  name: string;
  cwd: string;
  /** For tasks, answers, logs and the executor's own files. */
  folder: string;
  parallel: number | null;
  /** Aborted when the user asks to stop. */
  interruption: AbortSignal;
  answered(task: Task): Promise<boolean>;
  note(text: string): void;
  state(id: string, text: string): void;
}

export async function thisMachine(options: MachineOptions): Promise<ExecutorHost> {
  const { cwd, folder, interruption, ...rest } = options;
  await mkdir(folder, { recursive: true });
  return {
    ...rest,
    ...{ cwd, folder, cores: cores() },
    program: [execPath, program],
    start: (task, share) => startChild(task, share, { cwd, folder }),
    command,
    read: (name) => readFile(join(folder, name), 'utf8').catch(() => null),
    async write(name, text) {
      const path = join(folder, name);
      await writeWhole(path, text);
      return path;
    },
    wait: (milliseconds) => setTimeout(milliseconds, undefined, { signal: interruption }).catch(() => {}),
    now: Date.now,
  };
}

function startChild(task: Task, share: number, { cwd, folder }: { cwd: string; folder: string }): Child {
  const log = openSync(taskFiles(folder, task.id).log, 'a');
  const child = fork(program, [task.file], {
    cwd,
    execPath,
    env: { ...process.env, [coresVariable]: String(share) },
    // The channel tells the child when this process is gone; Ctrl-C in the terminal is for this one to pass on.
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  return {
    ended: new Promise((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('exit', (code, signal) => resolve(code === null ? `signal ${signal}` : `exit code ${code}`));
    }),
    stop: () => {
      if (child.connected) child.send('stop');
    },
  };
}

function command([name = '', ...words]: readonly string[]): Promise<CommandOutput> {
  return new Promise((resolve, reject) => {
    execFile(name, words, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}
