/** Reads a text for one component alone, and gives it neuron by neuron at the tokens that count. */
import { widthOf } from '../models/reading.ts';
import type { View } from '../stats/view.ts';
import { type ObserveTask, observe } from './observe.ts';
import { neuronMajor } from './recording.ts';

export interface NeuronsTask extends Omit<ObserveTask, 'sink' | 'record' | 'predict'> {
  /** The array that is wanted, such as `hidden.1`. */
  array: string;
  /** The tokens that are wanted, each once. */
  view: Pick<View, 'positions'>;
  /** Filled and handed back in pieces, [units x tokens of the view]; absent: new memory. */
  into?: Float32Array;
}

/** Segments read side by side: without the decoder, memory allows more of them. */
const mostStreams = 256;

/** @returns [units] each [tokens of the view]. */
export async function observeNeurons({ array, view, into, ...task }: NeuronsTask): Promise<Float32Array[]> {
  const units = widthOf(task.checkpoint.architecture, array);
  const { neurons, put } = neuronMajor({ tokens: task.ids.length, units, view, into });
  const sink = { write: async (_name: string, start: number, rows: Float32Array) => put(start, rows) };
  await observe({ streams: mostStreams, ...task, sink, record: [array], predict: 'nothing' });
  return neurons;
}
