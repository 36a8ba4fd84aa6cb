/** The state of the network before chosen tokens of a text, so that reading can begin there. */

import { item } from '../../core/at.ts';
import type { Readable } from '../../models/reading.ts';
import type { ReadTask, Segment } from './read-group.ts';
import type { Reader } from './reader.ts';

/** So far back the network is read at most: what is further is forgotten. */
const mostBefore = 512;

/**
 * @param positions of the tokens; each segment is read from its start to the position in it, from where the reader begins.
 * @returns [positions] The state by name (`hidden.1`, ...).
 */
export async function statesBefore(
  reader: Reader<Readable>,
  task: Omit<ReadTask, 'sink' | 'record' | 'predict' | 'interventions' | 'initial'>,
  positions: readonly number[],
): Promise<Record<string, Float32Array>[]> {
  const { segments } = task;
  const start = await reader.start();
  const states = positions.map(() => ({ ...start }));
  const before = positions
    .map((position, place) => {
      const start = segments.find(([from, length]) => position >= from && position < from + length)?.[0] ?? position;
      return { place, position, length: Math.min(mostBefore, position - start) };
    })
    .filter(({ length }) => length > 0)
    // Those of equal length are read side by side.
    .sort((a, b) => a.length - b.length);
  await reader.read({
    ...task,
    segments: before.map(({ position, length }): Segment => [position - length, length]),
    record: [],
    predict: 'nothing',
    sink: { write: async () => {} },
    ended(segment, state) {
      states[item(before, segment).place] = { ...state };
    },
  });
  return states;
}
