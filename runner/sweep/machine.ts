/** The world that an executor works in: processes, files, the clock. */
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { writeWhole } from '../core/atomic-files.ts';
import { cores } from '../core/cores.ts';
import type { CommandOutput, ExecutorHost, Task } from './executors/executor.ts';
import { startSlot } from './slot.ts';
import { Slots } from './slots.ts';
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

export interface Machine extends ExecutorHost {
  /** Ends the processes that it keeps for further tasks. */
  close(): Promise<void>;
}

export async function thisMachine(options: MachineOptions): Promise<Machine> {
  const { cwd, folder, interruption, ...rest } = options;
  await mkdir(folder, { recursive: true });
  const slots = new Slots({ start: (share) => startSlot(share, cwd) });
  return {
    ...rest,
    ...{ cwd, folder, cores: cores() },
    program: [execPath, program],
    start: (task, share) =>
      slots.do({
        ...{ file: task.file, log: taskFiles(folder, task.id).log, cores: share },
        answered: () => rest.answered(task),
      }),
    close: () => slots.close(),
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

function command([name = '', ...words]: readonly string[]): Promise<CommandOutput> {
  return new Promise((resolve, reject) => {
    execFile(name, words, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}
