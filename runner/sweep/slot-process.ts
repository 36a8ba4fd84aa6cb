/**
 * A process of a sweep on this machine. It is given one task after another, so that starting, loading and warming up is
 * paid for once, and says how each ended. It leaves when a task did not answer, and when it is a minute old, so that
 * nothing piles up in its memory. Where its parent dies, it saves its state and ends.
 */
import { exit, stderr, stdout } from 'node:process';
import { exitCode } from '../core/errors.ts';
import { prepareNative } from '../nn/engines/native-settings.ts';
import type { Gone, SlotCommand } from './slot.ts';
import { addToLog } from './task.ts';

/** Milliseconds, of which its start takes less than a hundredth. */
const longEnough = 60_000;

let asked = false;
let busy = false;
const stop = () => {
  asked = true;
  if (!busy) exit(exitCode.interrupted);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
process.on('disconnect', stop);
process.on('message', (given: SlotCommand) => (given === 'stop' ? stop() : take(given)));
// A parent that is gone reads no more of what native libraries print.
for (const stream of [stdout, stderr]) stream.on('error', () => {});

prepareNative();
const loading = import('./work.ts');
const began = performance.now();

async function take({ file, log }: Exclude<SlotCommand, 'stop'>): Promise<void> {
  busy = true;
  const { work } = await loading;
  const code = await work(file, { interrupted: () => asked, say: (text) => addToLog(log, `${text}\n`) });
  busy = false;
  const leaves = asked || code !== exitCode.done || performance.now() - began > longEnough;
  const gone: Gone = { code, leaves };
  // Threads and native sessions would keep it alive.
  const leave = () => exit(code);
  if (!process.connected) leave();
  else if (leaves) process.send?.(gone, leave);
  else process.send?.(gone);
}
