/** Reads the texts of pairs, many side by side, with neurons held. Asks an open runner. */
import type { PairReadings } from '../../analysis/pairs/asking.ts';
import type { StateArrays } from '../../analysis/reading/read-group.ts';
import { mostSequences, type Runner } from '../../analysis/reading/runner.ts';
import { item } from '../../core/at.ts';
import { readerOf } from '../../nn/models/reading.ts';

/**
 * @param runner beginning before any text.
 * @param before token ids that are read first, before each text; none: texts begin in the zero state.
 * @param pause lets timers and signals run between steps; throws to stop.
 */
export async function openPairReader(
  runner: Runner,
  before: Int32Array,
  pause?: () => Promise<void>,
): Promise<PairReadings> {
  const { decoderReads } = readerOf(runner.architecture);
  let initial: StateArrays | undefined;
  /** What the decoder reads of what is read before. */
  let ahead = new Float32Array();
  await runner.run([{ ids: before }], {
    record: [decoderReads],
    wants: (_, position) => position === before.length - 1,
    hear(_, _position, row) {
      ahead = row.slice();
    },
    ended(_, state) {
      initial = state;
    },
  });
  const sideBySide = { filled: true, together: mostSequences, pause };
  return {
    async losses(sequences, holds, onProgress) {
      const losses = holds.map(() => sequences.map(({ asks }) => new Float32Array(asks.length).fill(Number.NaN)));
      const texts = holds.flatMap((hold, h) =>
        sequences.map((sequence, s) => ({ ...sequence, sequence, hold, told: item(item(losses, h), s) })),
      );
      const asksAt = (text: number, position: number) =>
        [...item(texts, text).asks.entries()].filter(([, ask]) => ask.position === position);
      const first = [...texts.keys()].flatMap((text) =>
        asksAt(text, -1).map(([ask, { next }]) => ({ text, ask, next })),
      );
      await runner.decode(
        'losses',
        first.length,
        (index) => ({ row: ahead, next: item(first, index).next }),
        (index, losses) => {
          const { text, ask } = item(first, index);
          item(texts, text).told.set(losses, ask);
        },
      );
      await runner.run(
        texts.map(({ ids, sequence, hold }) => ({
          ids,
          initial,
          patches: hold.map(({ value, ...neuron }) => ({
            ...neuron,
            value: typeof value === 'number' ? value : (position: number) => value(sequence, position),
          })),
        })),
        {
          ...sideBySide,
          wants: (text, position) => asksAt(text, position).length > 0,
          decode: {
            gives: 'losses',
            next: (text, position) => asksAt(text, position).map(([, { next }]) => next),
            hear(text, position, loss, which) {
              item(texts, text).told.set(loss, item(asksAt(text, position), which)[0]);
            },
          },
          onProgress,
        },
      );
      return losses;
    },

    async activations(sequences, array, hear) {
      const texts = sequences.map(({ ids }) => ({ ids, initial }));
      await runner.run(texts, { ...sideBySide, record: [array], hear });
    },
  };
}
