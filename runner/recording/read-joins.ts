/** Reads the second halves of joined texts after what stood before them, and after what stood before others. */
import { item } from '../core/at.ts';
import { type Readable, widthOf } from '../models/reading.ts';
import type { Joins } from '../stats/joins.ts';
import type { JoinedActivations } from '../stats/memory.ts';
import { segmentsFrom, viewed } from '../stats/view.ts';
import type { ReadTask } from './read-group.ts';
import type { Reader } from './reader.ts';
import { neuronMajor } from './recording.ts';
import { statesBefore } from './states-before.ts';

export interface JoinsTask extends Pick<ReadTask, 'ids' | 'segments' | 'pause'> {
  joins: Joins;
  /** Name of the array that is wanted, such as `hidden.1`. */
  array: string;
  /** [neurons] each [tokens] of the text, where it was read before; absent: what stands behind the joins is read here. */
  recorded?: readonly Float32Array[];
}

/** Segments read side by side: without the decoder, memory allows many. */
const streams = 256;

export async function readJoins(
  reader: Reader<Readable>,
  { ids, segments, joins, array, recorded, pause }: JoinsTask,
): Promise<JoinedActivations> {
  const { positions, partners, half } = joins;
  const task = { ids, streams, ...(pause && { pause }) };
  const states = await statesBefore(reader, { ...task, segments }, positions);
  const view = segmentsFrom(positions, half);
  const after = async (pieces: Iterable<number>): Promise<Float32Array[]> => {
    const before = Array.from(pieces, (piece) => item(states, piece));
    const { neurons, put } = neuronMajor({ tokens: ids.length, units: widthOf(reader.architecture, array), view });
    await reader.read({
      ...task,
      segments: positions.map((position) => [position, half] as const),
      record: [array],
      predict: 'nothing',
      initial: (join) => item(before, join),
      sink: { write: async (_name, start, rows) => put(start, rows) },
    });
    return neurons;
  };
  const own = recorded?.map((values) => viewed(values, view)) ?? (await after(positions.keys()));
  return { own, other: await after(partners), joins: positions.length };
}
