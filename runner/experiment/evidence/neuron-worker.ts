/** What a thread of `neuron-threads.ts` does: of a job it takes a few neurons at a time from the shared counter until there are none left. */
import { effectsOfNeurons } from '../../analysis/stats/effects.ts';
import { neuronsAtOnce, sweepNeurons } from '../../analysis/stats/max-t.ts';
import { threadTask } from '../../core/pool.ts';
import { eightNeurons } from './eight-neurons.ts';

/** Each takes a job and gives the part of some neurons, from `first` up to and without `end`. */
const works = { sweep: sweepNeurons, effects: effectsOfNeurons } as const;

export type WorkKind = keyof typeof works;
export type JobOf<Kind extends WorkKind> = Parameters<(typeof works)[Kind]>[0];
export type PartOf<Kind extends WorkKind> = ReturnType<ReturnType<(typeof works)[Kind]>>;

export interface NeuronTask<Kind extends WorkKind> {
  kind: Kind;
  job: JobOf<Kind>;
  /** The first neuron that nobody has taken. */
  next: Int32Array<SharedArrayBuffer>;
}

export type NeuronParts<Kind extends WorkKind> = [first: number, part: PartOf<Kind>][];

const kernels = await eightNeurons();

/** Tells how many neurons are done more. */
export default threadTask<NeuronTask<WorkKind>, NeuronParts<WorkKind>, number>(
  ({ kind, job, next }, { tell, isStopped }) => {
    const neurons = job.activations.length;
    // The union pairs each work with its own job; TypeScript does not follow the pairing through a call.
    const part = (works[kind] as (given: typeof job, by: typeof kernels) => ReturnType<(typeof works)[WorkKind]>)(
      job,
      kernels,
    );
    const parts: NeuronParts<WorkKind> = [];
    for (;;) {
      const first = Atomics.add(next, 0, neuronsAtOnce);
      if (first >= neurons || isStopped()) return parts;
      const end = Math.min(neurons, first + neuronsAtOnce);
      parts.push([first, part(first, end)]);
      tell(end - first);
    }
  },
);
