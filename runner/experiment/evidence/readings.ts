/** Fulfils what the ladder asks for, with an engine: readings with neurons held, by untrained networks and by other seeds. */

import { at, float32At, float64At, item } from '../../core/at.ts';
import type { Readings } from '../../ladder/readings.ts';
import { createDecoder } from '../../recording/decoder.ts';
import { createPredictor } from '../../recording/predictor.ts';
import type { HalfName } from '../../stats/halves.ts';
import { type HeldTask, readHeld } from './held-readings.ts';

/** @param taskOf what is read of a half. */
export function heldReadings(
  taskOf: (half: HalfName) => HeldTask,
): Pick<Readings, 'losses' | 'predictions' | 'changes'> {
  return {
    async losses(half, readings, onProgress) {
      const task = taskOf(half);
      const losses = readings.map(({ places }) => new Float32Array(places.length).fill(Number.NaN));
      const decoder = await createDecoder(task.engine, task.checkpoint);
      try {
        await readHeld(
          task,
          readings,
          (reading, place, hidden, next) =>
            decoder.add(hidden, 0, next, (values) => {
              item(losses, reading)[place] = at(values, 0);
            }),
          onProgress,
        );
        await decoder.finish();
      } finally {
        await decoder.release();
      }
      return losses;
    },

    predictions: (half, readings, onProgress) => predictionsOf(taskOf(half), half, readings, onProgress),

    async changes(half, { hold, segments, places }, onProgress) {
      const task = taskOf(half);
      const { units } = task.checkpoint.architecture;
      const both = [[], hold].map((own) => ({ hold: own, segments, places }));
      const rows = both.map(() => new Float32Array(places.length * units));
      const following = new Int32Array(places.length);
      await readHeld(
        task,
        both,
        (reading, place, hidden, next) => {
          item(rows, reading).set(hidden, place * units);
          following[place] = next;
        },
        onProgress,
      );
      const predictor = await createPredictor(task.engine, task.checkpoint);
      const rise = new Float32Array(places.length);
      const divergence = new Float32Array(places.length);
      try {
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
      } finally {
        await predictor.release();
      }
      return { rise, divergence };
    },
  };
}

async function predictionsOf(
  task: HeldTask,
  ...[, readings, onProgress]: Parameters<Readings['predictions']>
): ReturnType<Readings['predictions']> {
  const { units, vocabulary } = task.checkpoint.architecture;
  const sums = readings.map(({ groups }) =>
    Array.from(
      { length: 1 + groups.reduce((most, group) => Math.max(most, group), -1) },
      () => new Float64Array(vocabulary),
    ),
  );
  const predictor = await createPredictor(task.engine, task.checkpoint);
  const waiting: { sum: Float64Array; row: Float32Array }[] = [];
  const flush = async () => {
    const taken = waiting.splice(0);
    const hidden = new Float32Array(taken.length * units);
    taken.forEach(({ row }, index) => {
      hidden.set(row, index * units);
    });
    await predictor.predict(hidden, (row, probabilities) => {
      const { sum } = item(taken, row);
      for (let id = 0; id < vocabulary; id++) sum[id] = float64At(sum, id) + float32At(probabilities, id);
    });
  };
  try {
    await readHeld(
      task,
      readings,
      async (reading, place, hidden) => {
        const group = at(item(readings, reading).groups, place);
        waiting.push({ sum: item(item(sums, reading), group), row: hidden.slice() });
        if (waiting.length >= rowsAtOnce) await flush();
      },
      onProgress,
    );
    await flush();
  } finally {
    await predictor.release();
  }
  return sums;
}

/** Hidden states kept until they are decoded together. */
const rowsAtOnce = 1024;
/** What single precision rounds to 0 is told from it no further. */
const smallest = 1e-30;
