/** How fast this machine reads its memory: what a network whose weights do not fit a cache is bound by. */
import { Worker } from 'node:worker_threads';
import { cores } from '../../runner/core/cores.ts';

/** Far beyond any cache, of all threads together. */
const bytes = 2 ** 29;
const rounds = 4;

/** Compares two equal halves, of which it reads every byte and writes none. */
const program = `
  const { parentPort, workerData } = require('node:worker_threads');
  const [a, b] = [0, 1].map(() => Buffer.alloc(workerData.bytes / 2, 1));
  parentPort.postMessage('ready');
  parentPort.on('message', (rounds) => {
    for (let round = 0; round < rounds; round++) if (Buffer.compare(a, b) !== 0) throw new Error('bandwidth');
    parentPort.postMessage('done');
  });
`;

export interface Bandwidth {
  /** Bytes a second. */
  perSecond: number;
  /** Bytes a second of processor time of all threads, which other work on the machine changes less. */
  perProcessorSecond: number;
}

export async function openBandwidth(): Promise<{ measure(): Promise<Bandwidth>; close(): Promise<void> }> {
  const threads = cores();
  const workers = Array.from(
    { length: threads },
    () => new Worker(program, { eval: true, workerData: { bytes: bytes / threads } }),
  );
  const heard = () =>
    Promise.all(workers.map((worker) => new Promise<void>((resolve) => worker.once('message', () => resolve()))));
  await heard();
  return {
    async measure() {
      const before = process.cpuUsage();
      const began = performance.now();
      const done = heard();
      for (const worker of workers) worker.postMessage(rounds);
      await done;
      const seconds = (performance.now() - began) / 1000;
      const { user, system } = process.cpuUsage(before);
      const read = bytes * rounds;
      return { perSecond: read / seconds, perProcessorSecond: read / ((user + system) / 1e6) };
    },
    async close() {
      for (const worker of workers) await worker.terminate();
    },
  };
}
