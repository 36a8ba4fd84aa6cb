/** Reads a text for some arrays alone, and gives them neuron by neuron, one array behind the other, at the tokens that count. */
import { type Readable, widthOf } from '../../models/reading.ts';
import type { View } from '../stats/view.ts';
import { lowerLayers } from './lower-layers.ts';
import { type ObserveTask, observe } from './observe.ts';
import { neuronMajor } from './recording.ts';

export interface NeuronsTask
  extends Omit<ObserveTask, 'sink' | 'record' | 'predict' | 'initial' | 'ended' | 'interventions'> {
  /** The arrays that are wanted, such as `hidden.1`. */
  arrays: readonly string[];
  /** The tokens that are wanted, each once. */
  view: Pick<View, 'positions'>;
  /** Filled and handed back in pieces, [units of all arrays x tokens of the view]; absent: new memory. */
  into?: Float32Array;
}

/** Segments read side by side: without the decoder, memory allows more of them. */
const mostStreams = 256;

/** @returns [units of all arrays] each [tokens of the view]. */
export async function observeNeurons({ arrays, view, into, ...task }: NeuronsTask): Promise<Float32Array[]> {
  const { architecture } = task.checkpoint;
  const tokens = task.ids.length;
  const memory = into ?? new Float32Array(unitsOfAll(architecture, arrays) * view.positions.length);
  const turned = new Map(
    cutBy(architecture, arrays, memory).map(({ array, units, own }) => [
      array,
      neuronMajor({ tokens, units, view, into: own }),
    ]),
  );
  const sink = {
    write: async (name: string, start: number, rows: Float32Array) => turned.get(name)?.put(start, rows),
  };
  const checkpoint = lowerLayers(task.checkpoint, arrays);
  await observe({ streams: mostStreams, ...task, checkpoint, sink, record: arrays, predict: 'nothing' });
  return [...turned.values()].flatMap(({ neurons }) => neurons);
}

/** Neurons of all arrays together. */
export const unitsOfAll = (network: Readable, arrays: readonly string[]): number =>
  arrays.reduce((sum, array) => sum + widthOf(network, array), 0);

/** The part of a memory [units of all arrays, ...] that each array's neurons have. */
export function cutBy(
  network: Readable,
  arrays: readonly string[],
  memory: Float32Array,
): { array: string; units: number; own: Float32Array }[] {
  const each = memory.length / unitsOfAll(network, arrays);
  let from = 0;
  return arrays.map((array) => {
    const units = widthOf(network, array);
    const own = memory.subarray(from * each, (from + units) * each);
    from += units;
    return { array, units, own };
  });
}
