/**
 * Tokens per second of reading with whole networks of usual sizes (random weights), every component recorded, beside the
 * bound that memory sets: each token goes through all weights once, and they fit no cache. The machine's bandwidth is measured
 * in turns with the reading. On a machine that does other work too, processor time is what to compare.
 */

import { Worker } from 'node:worker_threads';
import { cores } from '../../runner/core/cores.ts';
import { contestant, file } from './contestants.ts';
import { bytesPerToken, networks } from './networks.ts';
import type { Options, Outcome } from './outcome.ts';
import { median } from './table.ts';

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

interface Bandwidth {
  /** Bytes a second. */
  perSecond: number;
  /** Bytes a second of processor time of all threads, which other work on the machine changes less. */
  perProcessorSecond: number;
}

/** How fast this machine reads its memory: what a network whose weights do not fit a cache is bound by. */
async function openBandwidth(): Promise<{ measure(): Promise<Bandwidth>; close(): Promise<void> }> {
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

/** About so many tokens a second and stream, to know how many make the seconds that are asked for. */
const guess = { 1: 20, 32: 2 } as const;

export async function bench({ cases: asked, rounds, seconds }: Options): Promise<Outcome> {
  const bandwidth = await openBandwidth();
  const rows = [];
  for (const [network, architecture] of Object.entries(networks)) {
    for (const streams of asked.length === 0 || asked.includes(network) ? ([1, 32] as const) : []) {
      const task = JSON.stringify({ network, streams });
      const worker = await contestant('ours', process.execPath, [file('reading-worker.ts'), task]);
      // Makes the session.
      const { megabytes } = await worker.run(2);
      const measured: { memory: Bandwidth; step: number; processor: number }[] = [];
      for (let round = 0; round < rounds; round++) {
        const memory = await bandwidth.measure();
        const { seconds: taken, processor } = await worker.run(Math.max(2, Math.round(seconds * guess[streams])));
        measured.push({ memory, step: median(taken), processor });
      }
      worker.end();
      const over = (value: (round: (typeof measured)[number]) => number) => median(measured.map(value));
      const bytes = bytesPerToken(architecture);
      const shares = {
        shareOfBound: over(({ memory, step }) => bytes / memory.perSecond / step),
        inProcessorTime: over(({ memory, processor }) => bytes / memory.perProcessorSecond / processor),
      };
      rows.push({
        network,
        streams,
        megabytes,
        tokensPerSecond: over(({ step }) => streams / step),
        processorMs: over(({ processor }) => (1000 * processor) / streams),
        gigabytesPerSecond: over(({ memory }) => memory.perSecond / 1e9),
        // Many streams share what is read of the weights, and are bound by arithmetic.
        ...(streams === 1 && shares),
      });
    }
  }
  await bandwidth.close();
  return { rows };
}
