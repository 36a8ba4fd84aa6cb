/** Reads the second halves of joined texts after what stood before them, and after what stood before others. */
import { item } from '../../core/at.ts';
import { type Readable, widthOf } from '../../models/reading.ts';
import type { Joins } from '../stats/joins.ts';
import type { JoinedActivations } from '../stats/memory.ts';
import { segmentsFrom, viewed } from '../stats/view.ts';
import type { ReadTask } from './read-group.ts';
import type { Reader } from './reader.ts';
import { neuronMajor } from './recording.ts';
import type { StateArrays } from './state-after.ts';
import { statesBefore } from './states-before.ts';

export interface JoinsTask extends Pick<ReadTask, 'ids' | 'segments' | 'pause'> {
  joins: Joins;
  /** Name of the array that is wanted, such as `hidden.1`. */
  array: string;
  /** [neurons] each [tokens] of the text, where it was read before; absent: what stands behind the joins is read here. */
  recorded?: readonly Float32Array[];
  /** [joins] The state before each, where it is known; absent: it is read here. */
  before?: readonly StateArrays[] | undefined;
}

/** With [joins] the state at the end of each piece; none where that was not read here. */
export type ReadJoins = JoinedActivations & { ends: readonly StateArrays[] };

/** Segments read side by side: without the decoder, memory allows many. */
const streams = 256;

export async function readJoins(
  reader: Reader<Readable>,
  { ids, segments, joins, array, recorded, before, pause }: JoinsTask,
): Promise<ReadJoins> {
  const { positions, partners, half } = joins;
  const task = { ids, streams, ...(pause && { pause }) };
  const states = before ?? (await statesBefore(reader, { ...task, segments }, positions));
  const view = segmentsFrom(positions, half);
  const after = async (pieces: Iterable<number>, ended?: ReadTask['ended']): Promise<Float32Array[]> => {
    const starts = Array.from(pieces, (piece) => item(states, piece));
    const { neurons, put } = neuronMajor({ tokens: ids.length, units: widthOf(reader.architecture, array), view });
    await reader.read({
      ...task,
      segments: positions.map((position) => [position, half] as const),
      record: [array],
      predict: 'nothing',
      initial: (join) => item(starts, join),
      ...(ended && { ended }),
      sink: { write: async (_name, start, rows) => put(start, rows) },
    });
    return neurons;
  };
  const ends: StateArrays[] = [];
  const keep = (join: number, state: StateArrays): void => {
    ends[join] = { ...state };
  };
  const own = recorded?.map((values) => viewed(values, view)) ?? (await after(positions.keys(), keep));
  return { own, other: await after(partners), joins: positions.length, ends };
}
