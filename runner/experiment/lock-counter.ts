/**
 * The thread that counts in the `.lock`s of a process, all of them: it goes on while a step of ONNX Runtime blocks the
 * others. It is told of each lock, and closes the lock's port when it has left it alone for good.
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { type CounterOrder, heartbeat, type Owner, ownerOf, ownerText } from './lock.ts';

const counts = new Map<string, { owner: Owner; count: number }>();

parentPort?.on('message', ({ path, owner, port }: CounterOrder) => {
  counts.set(path, { owner, count: 0 });
  port.once('message', () => {
    counts.delete(path);
    port.close();
  });
});

setInterval(() => {
  for (const path of counts.keys()) countIn(path);
}, heartbeat);

function countIn(path: string): void {
  const own = counts.get(path);
  if (own === undefined) return;
  try {
    if (ownerOf(readFileSync(path, 'utf8'))?.since !== own.owner.since) {
      // Taken over, or removed: what stands there now is not ours to count in.
      counts.delete(path);
      return;
    }
    const file = openSync(path, 'r+');
    own.count += 1;
    writeSync(file, ownerText(own.owner, own.count), 0);
    closeSync(file);
  } catch {
    // A share that is away for a moment; the next count tries again.
  }
}
