/** A thread of `neuron-threads.ts`: of each job it takes neurons from the shared counter until there are none left. */
import { parentPort } from 'node:worker_threads';
import { neuronsAtOnce } from '../../analysis/stats/max-t.ts';
import { eightNeurons } from './eight-neurons.ts';
import type { NeuronMessage, SharedWork } from './neuron-threads.ts';
import { neuronWork } from './neuron-work.ts';

const send = (message: NeuronMessage) => parentPort?.postMessage(message);

const kernels = await eightNeurons();

parentPort?.on('message', ({ kind, job, next, neurons }: SharedWork) => {
  const counter = new Int32Array(next);
  const of = neuronWork[kind] as (
    given: SharedWork['job'],
    by: typeof kernels,
  ) => (first: number, end: number) => unknown;
  const part = of(job, kernels);
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
