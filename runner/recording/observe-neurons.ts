/** Reads a text for one component alone, and gives it neuron by neuron at the tokens that count. */
import { type ObserveTask, observe } from './observe.ts';

export interface NeuronsTask extends Omit<ObserveTask, 'sink' | 'record' | 'predict'> {
  /** The array that is wanted, such as `hidden.1`. */
  array: string;
  /** [wanted tokens] Their positions in the text, each once, in the order in which they are wanted. */
  positions: Int32Array;
  /** Filled and handed back in pieces, [units x wanted tokens]; absent: new memory. */
  into?: Float32Array;
}

/** Segments read side by side: without the decoder, memory allows more of them. */
const mostStreams = 256;

/** @returns [units] each [wanted tokens]. */
export async function observeNeurons({ array, positions, into, ...task }: NeuronsTask): Promise<Float32Array[]> {
  const { units } = task.checkpoint.architecture;
  const wanted = positions.length;
  const memory = into ?? new Float32Array(units * wanted);
  if (memory.length !== units * wanted) {
    throw new RangeError(`observeNeurons: ${memory.length} numbers cannot hold ${units} neurons at ${wanted} tokens`);
  }
  const placeOf = new Int32Array(task.ids.length).fill(-1);
  positions.forEach((position, place) => {
    placeOf[position] = place;
  });
  const sink = {
    async write(_name: string, start: number, rows: Float32Array) {
      const count = rows.length / units;
      for (let unit = 0; unit < units; unit++) {
        const base = unit * wanted;
        for (let row = 0; row < count; row++) {
          const place = placeOf[start + row];
          const value = rows[row * units + unit];
          if (place === undefined || value === undefined) throw new RangeError('observeNeurons: a row beyond the text');
          if (place >= 0) memory[base + place] = value;
        }
      }
    },
  };
  await observe({ streams: mostStreams, ...task, sink, record: [array], predict: 'nothing' });
  return Array.from({ length: units }, (_, unit) => memory.subarray(unit * wanted, (unit + 1) * wanted));
}
