/** The state of the network before chosen tokens of a text, so that reading can begin there. */

import { unitsOfArray } from '../models/architecture.ts';
import { stateShapes } from '../models/reading.ts';
import type { ReadTask, Segment } from './read-group.ts';
import type { Reader } from './reader.ts';

/** So far back the network is read from the zero state at most: what is further is forgotten. */
const mostBefore = 512;

/**
 * @param positions of the tokens; each segment is read from its start to the position in it, from the zero state.
 * @returns [positions] The state by name (`hidden.1`, ...), each [units].
 */
export async function statesBefore(
  reader: Reader,
  task: Omit<ReadTask, 'sink' | 'record' | 'predict' | 'interventions' | 'initial'>,
  positions: readonly number[],
): Promise<Record<string, Float32Array>[]> {
  const { segments } = task;
  const { architecture } = reader;
  const record = Object.keys(stateShapes(architecture, 1));
  const states = positions.map(() =>
    Object.fromEntries(
      record.map((name): [string, Float32Array] => [name, new Float32Array(unitsOfArray(architecture, name))]),
    ),
  );
  const before = positions
    .map((position, place) => {
      const start = segments.find(([from, length]) => position >= from && position < from + length)?.[0] ?? position;
      return { place, position, length: Math.min(mostBefore, position - start) };
    })
    .filter(({ length }) => length > 0)
    // Those of equal length are read side by side.
    .sort((a, b) => a.length - b.length);
  const placesBefore = Map.groupBy(before, ({ position }) => position);
  await reader.read({
    ...task,
    segments: before.map(({ position, length }): Segment => [position - length, length]),
    record,
    predict: 'nothing',
    sink: {
      wants: (position) => placesBefore.has(position + 1),
      async write(name, start, rows) {
        const units = unitsOfArray(architecture, name);
        const end = start + rows.length / units;
        for (const { place } of placesBefore.get(end) ?? []) states[place]?.[name]?.set(rows.subarray(-units));
      },
    },
  });
  return states;
}
