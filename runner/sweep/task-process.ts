/**
 * A process that does tasks. `node runner/sweep/task-process.ts <file of the task>` does one, and ends with 0 when it has
 * answered, 130 when it was stopped, else with what is wrong on stderr. Without a file it does what its parent sends, one after
 * another, and says how each ended; it leaves when a task did not answer, and when it is a minute old, so that nothing piles up
 * in its memory. Where its parent dies, it saves its state and ends.
 */
import { argv, exit, stderr, stdout } from 'node:process';
import { exitCode } from '../core/errors.ts';
import { prepareNative } from '../nn/engines/native-settings.ts';
import { addToLog } from './executors/executor.ts';
import type { TaskCommand, TaskGone } from './executors/local.ts';

/** Milliseconds, of which its start takes less than a hundredth. */
const longEnough = 60_000;

const only = argv[2];
let asked = false;
let busy = only !== undefined;
const stop = () => {
  asked = true;
  if (!busy) exit(exitCode.interrupted);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
const interrupted = () => asked;

prepareNative();
const loading = import('./do-task.ts');
if (only === undefined) {
  process.on('disconnect', stop);
  process.on('message', (given: TaskCommand) => (given === 'stop' ? stop() : take(given)));
  // A parent that is gone reads no more of what native libraries print.
  for (const stream of [stdout, stderr]) stream.on('error', () => {});
} else {
  const { work } = await loading;
  // Threads and native sessions would keep it alive.
  exit(await work(only, interrupted, (text) => stderr.write(`${text}\n`)));
}

async function take({ file, log }: Exclude<TaskCommand, 'stop'>): Promise<void> {
  busy = true;
  const { work } = await loading;
  const code = await work(file, interrupted, (text) => addToLog(log, `${text}\n`));
  busy = false;
  const leaves = asked || code !== exitCode.done || performance.now() > longEnough;
  const gone: TaskGone = { code, leaves };
  const leave = () => exit(code);
  if (!process.connected) leave();
  else if (leaves) process.send?.(gone, leave);
  else process.send?.(gone);
}
