/** The thread that counts in a run's `.lock`: it goes on while a step of ONNX Runtime blocks the others. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { heartbeat, type Owner, ownerOf, ownerText } from './lock-file.ts';

const { path, owner } = workerData as { path: string; owner: Owner };
let count = 0;

const timer = setInterval(() => {
  try {
    if (ownerOf(readFileSync(path, 'utf8'))?.since !== owner.since) {
      // Taken over, or removed: what stands there now is not ours to count in.
      clearInterval(timer);
      return;
    }
    const file = openSync(path, 'r+');
    writeSync(file, ownerText(owner, ++count), 0);
    closeSync(file);
  } catch {
    // A share that is away for a moment; the next count tries again.
  }
}, heartbeat);
