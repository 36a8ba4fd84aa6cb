/** What a thread of `neuron-threads.ts` does: of a job it takes a few neurons at a time from the shared counter until there are none left. */
import { type MassTestJob, type MassTestPart, neuronsAtOnce, sweepNeurons } from '../../analysis/stats/max-t.ts';
import { threadTask } from '../../core/pool.ts';
import { eightNeurons } from './kernels.ts';

export interface NeuronTask {
  job: MassTestJob;
  /** The first neuron that nobody has taken. */
  next: Int32Array<SharedArrayBuffer>;
}

export type NeuronParts = [first: number, part: MassTestPart][];

const kernels = await eightNeurons();

export default threadTask<NeuronTask, NeuronParts, number>(({ job, next }, { tell, isStopped }) => {
  const neurons = job.activations.length;
  const part = sweepNeurons(job, kernels);
  const parts: NeuronParts = [];
  for (;;) {
    const first = Atomics.add(next, 0, neuronsAtOnce);
    if (first >= neurons || isStopped()) return parts;
    const end = Math.min(neurons, first + neuronsAtOnce);
    parts.push([first, part(first, end)]);
    tell(end - first);
  }
});
