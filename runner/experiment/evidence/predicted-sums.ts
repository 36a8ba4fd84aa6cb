/**
 * What a network expects next, added up over the places of each group, of readings with neurons held: the next token, or, where
 * words have spaces between them, the next word or mark. Asks an open reader and a predictor.
 */

import type { GroupedReading, Listener } from '../../analysis/findings/readings.ts';
import type { Predictor } from '../../analysis/reading/predictor.ts';
import type { Reader } from '../../analysis/reading/reader.ts';
import { addAt, at, float32At, item } from '../../core/at.ts';
import { type Readable, widthOf } from '../../models/reading.ts';
import { decoderReads, type HeldTask, readHeld } from './held-readings.ts';
import { keptStates, readOneMore, stateNamesOf } from './reading-on.ts';

/** Hidden states kept until they are decoded together. */
export const rowsAtOnce = 1024;
/** What single precision rounds to 0 is told from it no further. */
export const smallest = 1e-30;

/** @returns [readings] each [groups][vocabulary]. */
export async function predictedSums(
  { reader, predictor, task }: { reader: Reader; predictor: Predictor; task: HeldTask },
  readings: readonly GroupedReading[],
  onProgress?: Listener,
): Promise<Float64Array[][]> {
  const { architecture } = reader;
  const top = decoderReads(architecture);
  const sums = sumsOf(predictor, architecture, readings);
  const kept = readings.map(({ places, past }) => (past ? keptStates(architecture, places.length) : null));
  const isPast = kept.some((each) => each !== null);
  await readHeld(reader, task, {
    readings,
    record: isPast ? stateNamesOf(architecture) : undefined,
    async sink(reading, place, { name, values }) {
      kept[reading]?.put(place, name, values);
      if (name === top) await sums.next(reading, place, values);
    },
    onProgress: (share) => onProgress?.(isPast ? share * 0.8 : share),
  });
  await sums.flush();
  for (const [index, { places, hold, past }] of readings.entries()) {
    const from = kept[index];
    if (!from || past === undefined) continue;
    await readOneMore(reader, task, {
      tokens: new Int32Array(places.length).fill(past.space),
      from,
      hold: hold.map(({ neuron }, k) => ({ neuron, values: item(past.values, k) })),
      async sink(place, name, row) {
        if (name === top) await sums.afterSpace(index, place, row);
      },
    });
    onProgress?.(0.8 + (0.2 * (index + 1)) / readings.length);
  }
  await sums.flush();
  return sums.found;
}

/** Adds up predictions, group by group: of the next token, or looking past white space to the next word or mark. */
function sumsOf(predictor: Predictor, architecture: Readable, readings: readonly GroupedReading[]) {
  const { vocabulary } = architecture;
  const units = widthOf(architecture, decoderReads(architecture));
  const found = readings.map(({ groups }) =>
    Array.from(
      { length: 1 + groups.reduce((most, group) => Math.max(most, group), -1) },
      () => new Float64Array(vocabulary),
    ),
  );
  /** [readings][places] What the network gives to white space. */
  const whiteShares = readings.map(({ places }) => new Float32Array(places.length));
  const rows = new Float32Array(rowsAtOnce * units);
  let waiting: ((probabilities: Float32Array) => void)[] = [];
  const flush = async () => {
    const taken = waiting;
    waiting = [];
    await predictor.predict(rows.subarray(0, taken.length * units), (row, probabilities) =>
      item(taken, row)(probabilities),
    );
  };
  const wait = async (hidden: Float32Array, then: (probabilities: Float32Array) => void) => {
    rows.set(hidden, waiting.length * units);
    waiting.push(then);
    if (waiting.length === rowsAtOnce) await flush();
  };
  const groupOf = (reading: number, place: number) =>
    item(item(found, reading), at(item(readings, reading).groups, place));
  return {
    found,
    flush,
    async next(reading: number, place: number, hidden: Float32Array) {
      const white = item(readings, reading).past?.white;
      const sum = groupOf(reading, place);
      await wait(hidden, (probabilities) => {
        const share = addWords(sum, probabilities, { white });
        item(whiteShares, reading)[place] = share;
      });
    },
    async afterSpace(reading: number, place: number, hidden: Float32Array) {
      const white = item(readings, reading).past?.white;
      const sum = groupOf(reading, place);
      const share = at(item(whiteShares, reading), place);
      await wait(hidden, (probabilities) => {
        addWords(sum, probabilities, { white, share });
      });
    },
  };
}

/**
 * Adds the probabilities of what is no white space.
 * @param white [vocabulary]; absent: nothing is.
 * @param share what they add up to; absent: as they are.
 * @returns what is left out.
 */
function addWords(
  sum: Float64Array,
  probabilities: Float32Array,
  { white, share }: { white: Uint8Array | undefined; share?: number },
): number {
  const [float32, add] = [float32At, addAt];
  let left = 0;
  if (white !== undefined)
    for (let id = 0; id < sum.length; id++) if (white[id] === 1) left += float32(probabilities, id);
  const scale = share === undefined ? 1 : share / Math.max(1 - left, smallest);
  for (let id = 0; id < sum.length; id++) if (white?.[id] !== 1) add(sum, id, scale * float32(probabilities, id));
  return left;
}
