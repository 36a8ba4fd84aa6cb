/**
 * Reads one text several times side by side, each time with other neurons set: what the network loses when a neuron says
 * something else. The variants are streams of one program, so that a step of all of them is one large product.
 */
import type { Intervention } from '../models/intervention.ts';
import { type ObserveTask, observe, type Segment } from './observe.ts';

export interface VariantsTask extends Omit<ObserveTask, 'interventions' | 'sink' | 'initial'> {
  /** By variant, the neurons that are set; none: the network as it is. Positions are those of the text. */
  variants: readonly (readonly Omit<Intervention, 'segment'>[])[];
  /** Rows [rows, units] of a recorded array of a variant, beginning at token `start` of the text. */
  write?(variant: number, name: string, start: number, rows: Float32Array): Promise<void>;
}

/** Streams side by side unless asked: larger products than a single reading has, of which there are fewer steps. */
const defaultStreams = 512;

/**
 * @returns [variants] each [tokens - 1], nats: as `observe` gives them, NaN where token t+1 begins another segment.
 * @throws InputError when a variant sets a neuron that the network does not have.
 */
export async function observeVariants({ variants, write, ...task }: VariantsTask): Promise<Float32Array[]> {
  const { length } = task.ids;
  const ids = new Int32Array(variants.length * length);
  const segments: Segment[] = [];
  const interventions: Intervention[] = [];
  for (const [variant, set] of variants.entries()) {
    const offset = variant * length;
    ids.set(task.ids, offset);
    for (const [start, count] of task.segments) {
      const segment = segments.push([offset + start, count]) - 1;
      for (const { value, ...neuron } of set) {
        const moved = typeof value === 'number' ? value : (position: number) => value(position - offset);
        interventions.push({ ...neuron, value: moved, segment });
      }
    }
  }
  const { nll } = await observe({
    streams: defaultStreams,
    ...task,
    record: write === undefined ? [] : task.record,
    ids,
    segments,
    interventions,
    sink: {
      async write(name, start, rows) {
        const variant = Math.floor(start / length);
        await write?.(variant, name, start - variant * length, rows);
      },
    },
  });
  return variants.map((_, variant) => nll.subarray(variant * length, (variant + 1) * length - 1));
}
