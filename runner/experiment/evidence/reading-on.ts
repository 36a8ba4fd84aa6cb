/** Reads one token more from states that were kept of other readings, many side by side. Asks an open reader. */

import type { Segment } from '../../analysis/reading/observe.ts';
import type { Reader } from '../../analysis/reading/reader.ts';
import { at } from '../../core/at.ts';
import { type Readable, stateShapes, widthOf } from '../../models/reading.ts';
import { decoderReads, type HeldTask, heldPlace, streams } from './held-readings.ts';

/** The network's state at so many places. */
export interface KeptStates {
  /** Copies a row of what a reading gives; what is no part of the state is passed over. */
  put(place: number, name: string, row: Float32Array): void;
  /** By name (`hidden.1`, ...), each [units]. */
  at(place: number): Record<string, Float32Array>;
}

/** Names of what is carried, and of what the decoder reads. */
export const stateNamesOf = (architecture: Readable): string[] => [
  ...new Set([...Object.keys(stateShapes(architecture, 1)), decoderReads(architecture)]),
];

export function keptStates(architecture: Readable, places: number): KeptStates {
  const names = Object.keys(stateShapes(architecture, 1));
  const arrays = new Map(names.map((name) => [name, new Float32Array(places * widthOf(architecture, name))]));
  return {
    put(place, name, row) {
      arrays.get(name)?.set(row, place * row.length);
    },
    at(place) {
      const rows = [...arrays].map(([name, array]): [string, Float32Array] => {
        const units = widthOf(architecture, name);
        return [name, array.subarray(place * units, (place + 1) * units)];
      });
      return Object.fromEntries(rows);
    },
  };
}

export interface OneMore {
  /** [places] The token that is read at each, from the state there. */
  tokens: Int32Array;
  from: KeptStates;
  /** Neurons that are set after it, each [places]. */
  hold: readonly { neuron: number; values: Float32Array }[];
  /** Hears the rows of the state after it; they are overwritten afterwards. */
  sink(place: number, name: string, row: Float32Array): Promise<void> | void;
}

export async function readOneMore(
  reader: Reader,
  { arrays, pause }: Pick<HeldTask, 'arrays' | 'pause'>,
  { tokens, from, hold, sink }: OneMore,
): Promise<void> {
  await reader.read({
    ids: tokens,
    segments: Array.from(tokens, (_, place): Segment => [place, 1]),
    initial: (place) => from.at(place),
    interventions: hold.map(({ neuron, values }) => ({
      ...heldPlace(arrays, neuron),
      value: (place) => at(values, place),
    })),
    streams,
    record: stateNamesOf(reader.architecture),
    predict: 'nothing',
    ...(pause && { pause }),
    sink: { write: async (name, place, row) => await sink(place, name, row) },
  });
}
