/** A thread of `threadedSweep`: takes neurons from the shared counter until there are none left. */
import { parentPort, workerData } from 'node:worker_threads';
import { neuronsAtOnce, type SweepPart, sweepNeurons } from '../../stats/max-t.ts';
import type { SweepMessage, SweepWork } from './sweep.ts';

const { job, next } = workerData as SweepWork;
const counter = new Int32Array(next);
const neurons = job.activations.length;
const sweep = sweepNeurons(job);
const send = (message: SweepMessage) => parentPort?.postMessage(message);

const parts: [first: number, part: SweepPart][] = [];
for (;;) {
  const first = Atomics.add(counter, 0, neuronsAtOnce);
  if (first >= neurons) break;
  const end = Math.min(neurons, first + neuronsAtOnce);
  parts.push([first, sweep(first, end)]);
  send({ swept: end - first });
}
send({ parts });
