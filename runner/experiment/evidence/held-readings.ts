/**
 * Reads segments of a half many times side by side, each time with other neurons held, and keeps what the decoder reads at
 * chosen tokens. The segments begin in the state that the untouched network is in there. Asks an open reader.
 */

import { type LayerComponent, placeOf } from '../../analysis/findings/arrays.ts';
import type { HeldReading, Listener } from '../../analysis/findings/readings.ts';
import type { Segment } from '../../analysis/reading/observe.ts';
import type { Reader } from '../../analysis/reading/reader.ts';
import { statesBefore } from '../../analysis/reading/states-before.ts';
import type { View } from '../../analysis/stats/view.ts';
import { at, int32At, item } from '../../core/at.ts';
import type { Intervention } from '../../models/intervention.ts';
import { type Readable, readerOf, widthOf } from '../../models/reading.ts';

export interface HeldTask {
  /** Whose neurons are held, by their numbers behind one another. */
  arrays: readonly LayerComponent[];
  /** The observed text, and its segments as they were recorded. */
  ids: Int32Array;
  segments: readonly Segment[];
  /** The tokens that are read of the half, in the observed text. */
  view: View;
  pause?(): Promise<void>;
}

/** Stretches read side by side: enough for large products; two numbers are kept for each neuron of each. */
export const streams = 768;

/** Of an array after one token: its name, its values, [units], and the token that follows. */
export interface Row {
  name: string;
  values: Float32Array;
  next: number;
}

/** Hears the rows at the places of a reading: of what the decoder reads, unless more is asked for. */
export type RowSink = (reading: number, place: number, row: Row) => Promise<void> | void;

export interface HeldReadingRequest {
  readings: readonly HeldReading[];
  /** Hears of each place of each reading, in no particular order; the row is overwritten afterwards. */
  sink: RowSink;
  /** Names of the arrays that are wanted. */
  record?: readonly string[] | undefined;
  /** Hears the share that is read. */
  onProgress?: Listener | undefined;
}

/** What the decoder reads: of cells, the last layer's hidden state. */
export const decoderReads = (network: Readable): string => readerOf(network).decoderReads;

export async function readHeld(
  reader: Reader,
  task: HeldTask,
  { readings, sink, record = [decoderReads(reader.architecture)], onProgress }: HeldReadingRequest,
): Promise<void> {
  const { ids, view } = task;
  const { architecture } = reader;
  const read = view.length;
  const all = readings.flatMap((reading, index) => reading.segments.map((segment) => ({ reading, index, segment })));
  const placeOf = readings.map(({ places }) => new Map(Array.from(places, (token, place) => [token, place])));
  const states = await statesOf(reader, task, [...new Set(all.map(({ segment }) => segment))]);
  // As many in each group: programs are made for the most, and compute as much for fewer.
  const size = Math.ceil(all.length / Math.ceil(all.length / streams));
  for (let from = 0; from < all.length; from += size) {
    const group = all.slice(from, from + size);
    const text = new Int32Array(group.length * read);
    /** [tokens of `text`] The reading's place there, -1 where it has none. */
    const places = new Int32Array(text.length).fill(-1);
    group.forEach(({ index, segment }, stream) => {
      const start = startOf(view, segment);
      text.set(ids.subarray(start, start + read), stream * read);
      for (let t = 0; t < read; t++) places[stream * read + t] = item(placeOf, index).get(segment * read + t) ?? -1;
    });
    await reader.read({
      ids: text,
      segments: group.map((_, stream): Segment => [stream * read, read]),
      initial: (stream) => states.get(item(group, stream).segment) ?? {},
      interventions: group.flatMap(({ reading, segment }, stream) => interventionsOf(task, reading, segment, stream)),
      streams: size,
      record,
      predict: 'nothing',
      onProgress: (done) => onProgress?.((from * read + done) / (all.length * read)),
      ...(task.pause && { pause: task.pause }),
      sink: {
        wants: (token) => int32At(places, token) >= 0,
        async write(name, start, rows) {
          const units = widthOf(architecture, name);
          for (let row = 0; row < rows.length / units; row++) {
            const token = start + row;
            const place = int32At(places, token);
            if (place < 0) continue;
            const { index } = item(group, Math.floor(token / read));
            const values = rows.subarray(row * units, (row + 1) * units);
            await sink(index, place, { name, values, next: at(text, token + 1) });
          }
        },
      },
    });
  }
}

function interventionsOf(
  { arrays, view: { length: read } }: HeldTask,
  { hold }: HeldReading,
  segment: number,
  stream: number,
): Intervention[] {
  return hold.map(({ neuron, values }) => ({
    ...heldPlace(arrays, neuron),
    segment: stream,
    value: (position) => at(values, segment * read + position - stream * read),
  }));
}

/** A neuron of the arrays as it is set. */
export function heldPlace(
  arrays: readonly LayerComponent[],
  neuron: number,
): Pick<Intervention, 'layer' | 'component' | 'neuron'> {
  const { array, neuron: own } = placeOf(arrays, neuron);
  return { layer: array.layer, component: array.component, neuron: own };
}

/** Where a segment of a view begins in the text. */
const startOf = ({ positions, length }: View, segment: number): number => at(positions, segment * length);

/** The state before each segment: where the reader begins, but in a text that was read as one stream. */
async function statesOf(
  reader: Reader,
  { ids, segments, view, pause }: HeldTask,
  wanted: readonly number[],
): Promise<Map<number, Record<string, Float32Array>>> {
  const states = await statesBefore(
    reader,
    { ids, segments, ...(pause && { pause }) },
    wanted.map((segment) => startOf(view, segment)),
  );
  return new Map(wanted.map((segment, place) => [segment, item(states, place)]));
}
