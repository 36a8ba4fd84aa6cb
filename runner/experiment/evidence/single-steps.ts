/**
 * What becomes of the loss when a neuron is set at one token alone: the state before the token is that of the untouched network,
 * and after it nothing is held. Asks an open reader and a decoder.
 */

import type { Listener, StepReading } from '../../analysis/findings/readings.ts';
import type { Decoder } from '../../analysis/reading/decoder.ts';
import type { Reader } from '../../analysis/reading/reader.ts';
import { at, item } from '../../core/at.ts';
import { decoderReads, type HeldTask, readHeld } from './held-readings.ts';
import { type KeptStates, keptStates, readOneMore, stateNamesOf } from './reading-on.ts';

/** @returns [times] each [places]: nats. */
export async function singleSteps(
  { reader, decoder, task }: { reader: Reader; decoder: Decoder; task: HeldTask },
  { neuron, segments, places, values, ahead }: StepReading,
  onProgress?: Listener,
): Promise<Float32Array[]> {
  const { architecture } = reader;
  const top = decoderReads(architecture);
  const after = keptStates(architecture, places.length);
  const { before, own, following } = await comeTo(reader, task, { segments, places }, (share) =>
    onProgress?.(share * 0.5),
  );
  const later = Int32Array.from(places, (place) => laterToken(task, place));
  const losses = values.map(() => new Float32Array(places.length));
  for (const [time, loss] of losses.entries()) {
    const add = (place: number, row: Float32Array, next: number) =>
      decoder.add(row, 0, next, (found) => {
        loss[place] = at(loss, place) + at(found, 0);
      });
    await readOneMore(reader, task, {
      tokens: own,
      from: before,
      hold: [{ neuron, values: item(values, time) }],
      async sink(place, name, row) {
        after.put(place, name, row);
        if (name === top) await add(place, row, at(following, place));
      },
    });
    await readOneMore(reader, task, {
      tokens: following,
      from: after,
      hold: [],
      async sink(place, name, row) {
        if (name === top && at(ahead, place) > 1) await add(place, row, at(later, place));
      },
    });
    await decoder.finish();
    onProgress?.(0.5 + (0.5 * (time + 1)) / losses.length);
  }
  return losses;
}

/** The untouched network's state before each place, the token there and the one after it. */
async function comeTo(
  reader: Reader,
  task: HeldTask,
  { segments, places }: Pick<StepReading, 'segments' | 'places'>,
  onProgress: Listener,
): Promise<{ before: KeptStates; own: Int32Array; following: Int32Array }> {
  const before = keptStates(reader.architecture, places.length);
  const [own, following] = [new Int32Array(places.length), new Int32Array(places.length)];
  const numberOf = new Map(Array.from(places, (place, number) => [place, number]));
  const looked = Int32Array.from(new Set(Array.from(places, (place) => [place - 1, place]).flat()));
  await readHeld(reader, task, {
    readings: [{ hold: [], segments, places: looked }],
    record: stateNamesOf(reader.architecture),
    sink(_, index, { name, values, next }) {
      const place = at(looked, index);
      const [here, ahead] = [numberOf.get(place), numberOf.get(place + 1)];
      if (here !== undefined) following[here] = next;
      if (ahead === undefined) return;
      before.put(ahead, name, values);
      own[ahead] = next;
    },
    onProgress,
  });
  return { before, own, following };
}

/** The token after the next, -1 where the segment ends before it. */
function laterToken({ ids, view }: HeldTask, place: number): number {
  const within = place % view.length;
  if (within + 2 >= view.length) return -1;
  return at(ids, at(view.positions, place - within) + within + 2);
}
