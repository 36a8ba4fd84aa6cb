/** Fulfils what the ladder asks for, with an engine: readings with neurons held, by untrained networks and by other seeds. */

import type { Readings } from '../../analysis/findings/readings.ts';
import { createDecoder } from '../../analysis/reading/decoder.ts';
import { createPredictor } from '../../analysis/reading/predictor.ts';
import type { Network } from '../../analysis/reading/programs.ts';
import { openReader } from '../../analysis/reading/reader.ts';
import type { HalfName } from '../../analysis/stats/halves.ts';
import { at, float32At, item } from '../../core/at.ts';
import type { Engine } from '../../models/program.ts';
import { widthOf } from '../../models/reading.ts';
import { decoderReads, type HeldTask, readHeld } from './held-readings.ts';
import { knownLosses } from './known-losses.ts';
import { predictedSums, rowsAtOnce, smallest } from './predicted-sums.ts';
import { singleSteps } from './single-steps.ts';

export interface HeldReadings extends Pick<Readings, 'losses' | 'predictions' | 'steps' | 'changes'> {
  /** Lets go what the readings needed of the engine; it is made anew for readings that come after. */
  release(): Promise<void>;
}

/**
 * @param taskOf what is read of a half.
 * @param before token ids that are read first, before every segment.
 */
export function heldReadings(
  engine: Engine,
  network: Network,
  taskOf: (half: HalfName) => HeldTask,
  before: Int32Array = new Int32Array(),
): HeldReadings {
  const units = widthOf(network.architecture, decoderReads(network.architecture));
  const reader = openReader(engine, network, before);
  const decoders = once(() => createDecoder(engine, network));
  const predictors = once(() => createPredictor(engine, network));
  return {
    losses: knownLosses(async (half, readings, onProgress) => {
      const losses = readings.map(({ places }) => new Float32Array(places.length).fill(Number.NaN));
      const decoder = await decoders.made();
      await readHeld(reader, taskOf(half), {
        readings,
        sink: (reading, place, { values, next }) =>
          decoder.add(values, 0, next, (found) => {
            item(losses, reading)[place] = at(found, 0);
          }),
        onProgress,
      });
      await decoder.finish();
      return losses;
    }),

    async predictions(half, readings, onProgress) {
      const predictor = await predictors.made();
      return await predictedSums({ reader, predictor, task: taskOf(half) }, readings, onProgress);
    },

    async steps(half, reading, onProgress) {
      return await singleSteps({ reader, decoder: await decoders.made(), task: taskOf(half) }, reading, onProgress);
    },

    async changes(half, { hold, segments, places }, onProgress) {
      const both = [[], hold].map((own) => ({ hold: own, segments, places }));
      const rows = both.map(() => new Float32Array(places.length * units));
      const following = new Int32Array(places.length);
      await readHeld(reader, taskOf(half), {
        readings: both,
        sink(reading, place, { values, next }) {
          item(rows, reading).set(values, place * units);
          following[place] = next;
        },
        onProgress,
      });
      const predictor = await predictors.made();
      const rise = new Float32Array(places.length);
      const divergence = new Float32Array(places.length);
      for (let from = 0; from < places.length; from += rowsAtOnce) {
        const part = (reading: number) => item(rows, reading).subarray(from * units, (from + rowsAtOnce) * units);
        const without: Float32Array[] = [];
        await predictor.predict(part(0), (_, probabilities) => without.push(probabilities.slice()));
        await predictor.predict(part(1), (row, held) => {
          const own = item(without, row);
          let sum = 0;
          for (let id = 0; id < own.length; id++) {
            const p = float32At(own, id);
            if (p > 0) sum += p * Math.log(p / Math.max(float32At(held, id), smallest));
          }
          divergence[from + row] = sum;
          const next = at(following, from + row);
          rise[from + row] = Math.log(Math.max(at(own, next), smallest) / Math.max(at(held, next), smallest));
        });
      }
      return { rise, divergence };
    },

    async release() {
      for (const each of [reader, decoders, predictors]) await each.release();
    },
  };
}

/** What is made when it is first asked for, and is then the same until it is released. */
function once<Made extends { release(): Promise<void> }>(make: () => Promise<Made>) {
  let known: Made | undefined;
  return {
    async made(): Promise<Made> {
      known ??= await make();
      return known;
    },
    async release(): Promise<void> {
      const last = known;
      known = undefined;
      await last?.release();
    },
  };
}
