/** Has the locks of this thread counted in by another, which is started once, for the first of them. */
import { Worker } from 'node:worker_threads';
import type { CounterOrder } from './lock-counter.ts';
import type { Owner } from './lock-file.ts';

interface Counter {
  order(order: CounterOrder): void;
  /** Settled when nothing is written into the lock any more. */
  left(path: string): Promise<void>;
}

let counter: Counter | null = null;

/** @returns what ends the counting. */
export function countIn(path: string, owner: Owner): () => Promise<void> {
  counter ??= startCounter();
  const own = counter;
  own.order({ path, owner });
  return () => own.left(path);
}

function startCounter(): Counter {
  const worker = new Worker(new URL('./lock-counter.ts', import.meta.url));
  worker.unref();
  const leaving = new Map<string, () => void>();
  const left = (path: string) => {
    leaving.get(path)?.();
    leaving.delete(path);
    if (leaving.size === 0) worker.unref();
  };
  worker.on('message', left);
  // Counting is a courtesy to others: where no thread can be had, the work itself goes on.
  worker.on('error', () => {});
  let ended = false;
  worker.on('exit', () => {
    ended = true;
    if (counter === own) counter = null;
    for (const path of leaving.keys()) left(path);
  });
  const own: Counter = {
    order: (order) => worker.postMessage(order),
    left: (path) =>
      new Promise((resolve) => {
        if (ended) return resolve();
        leaving.set(path, resolve);
        // Only who waits for it keeps the process alive.
        worker.ref();
        worker.postMessage({ path, owner: null } satisfies CounterOrder);
      }),
  };
  return own;
}
