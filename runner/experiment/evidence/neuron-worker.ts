/** A thread of `neuron-threads.ts`: of each job it takes neurons from the shared counter until there are none left. */
import { parentPort } from 'node:worker_threads';
import type { SumRows } from '../../stats/columns.ts';
import { neuronsAtOnce } from '../../stats/max-t.ts';
import type { NeuronMessage, SharedWork } from './neuron-threads.ts';
import { neuronWork } from './neuron-work.ts';
import { rowSummer } from './row-sums.ts';

const send = (message: NeuronMessage) => parentPort?.postMessage(message);

const summer = await rowSummer();

parentPort?.on('message', ({ kind, job, next, neurons }: SharedWork) => {
  const counter = new Int32Array(next);
  const of = neuronWork[kind] as (given: SharedWork['job'], sum: SumRows) => (first: number, end: number) => unknown;
  const part = of(job, summer);
  const parts: [first: number, part: unknown][] = [];
  for (;;) {
    const first = Atomics.add(counter, 0, neuronsAtOnce);
    if (first >= neurons) break;
    const end = Math.min(neurons, first + neuronsAtOnce);
    parts.push([first, part(first, end)]);
    send({ done: end - first });
  }
  send({ parts });
});
