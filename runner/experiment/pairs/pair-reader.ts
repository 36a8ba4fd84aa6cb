/** Reads the texts of pairs with an engine, many side by side, with neurons held. Asks an open reader. */

import type { PairReadings } from '../../analysis/pairs/asking.ts';
import { createDecoder } from '../../analysis/reading/decoder.ts';
import type { Network } from '../../analysis/reading/programs.ts';
import { readTexts } from '../../analysis/reading/read-texts.ts';
import type { Reader } from '../../analysis/reading/reader.ts';
import type { StateArrays } from '../../analysis/reading/state-after.ts';
import { at, item } from '../../core/at.ts';
import type { Engine } from '../../models/program.ts';
import { firstState, type Readable, readerOf, widthOf } from '../../models/reading.ts';

export interface PairReaderTask<A extends Readable> {
  engine: Engine;
  network: Network<A>;
  /** Open, and beginning before any text. */
  reader: Reader<A>;
  /** Token ids that are read first, before each text; none: texts begin in the zero state. */
  before: Int32Array;
  /** Lets timers and signals run between steps; throws to stop. */
  pause?: (() => Promise<void>) | undefined;
}

/** @returns what reads, until it is released; the reader stays open. */
export async function openPairReader<A extends Readable>({
  engine,
  network,
  reader,
  before,
  pause,
}: PairReaderTask<A>): Promise<PairReadings & { release(): Promise<void> }> {
  const { decoderReads } = readerOf(network.architecture);
  const { state, row: ahead } = await readBefore(reader, before, decoderReads);
  const initial = () => state;
  const decoder = await createDecoder(engine, network);
  return {
    async losses(sequences, holds, onProgress) {
      const losses = holds.map(() => sequences.map(({ asks }) => new Float32Array(asks.length).fill(Number.NaN)));
      const sequenceOf = (text: number) => item(sequences, text % sequences.length);
      const asked = sequences.map(({ asks }) => new Set(asks.map(({ position }) => position)));
      const tell = async ({ text, position }: { text: number; position: number }, row: Float32Array) => {
        const own = item(item(losses, Math.floor(text / sequences.length)), text % sequences.length);
        for (const [ask, { position: asking, next }] of sequenceOf(text).asks.entries()) {
          if (asking !== position) continue;
          await decoder.add(row, 0, next, (found) => {
            own[ask] = at(found, 0);
          });
        }
      };
      const texts = holds.flatMap(() => sequences.map(({ ids }) => ids));
      if (ahead !== null) for (const text of texts.keys()) await tell({ text, position: -1 }, ahead);
      await readTexts(reader, {
        texts,
        initial,
        interventions(text) {
          const sequence = sequenceOf(text);
          return item(holds, Math.floor(text / sequences.length)).map(({ value, ...neuron }) => ({
            ...neuron,
            value: typeof value === 'number' ? value : (position) => value(sequence, position),
          }));
        },
        record: [decoderReads],
        wants: (text, position) => item(asked, text % sequences.length).has(position),
        sink: (place, _name, row) => tell(place, row),
        onProgress,
        pause,
      });
      await decoder.finish();
      return losses;
    },

    async activations(sequences, array, sink) {
      await readTexts(reader, {
        texts: sequences.map(({ ids }) => ids),
        initial,
        record: [array],
        wants: () => true,
        sink: ({ text, position }, _name, row) => sink(text, position, row),
        pause,
      });
    },

    release: () => decoder.release(),
  };
}

/** What is read before every text: the state after it, and what the decoder reads of it; null of nothing. */
async function readBefore<A extends Readable>(
  reader: Reader<A>,
  ids: Int32Array,
  decoderReads: string,
): Promise<{ state: StateArrays; row: Float32Array | null }> {
  const found: { state: StateArrays; row: Float32Array | null } = {
    state: firstState(reader.architecture, 1),
    row: null,
  };
  if (ids.length === 0) return found;
  await reader.read({
    ids,
    segments: [[0, ids.length]],
    record: [decoderReads],
    predict: 'nothing',
    sink: {
      wants: (token) => token === ids.length - 1,
      async write(_name, start, rows) {
        if (start + rows.length / widthOf(reader.architecture, decoderReads) < ids.length) return;
        found.row = rows.slice(-widthOf(reader.architecture, decoderReads));
      },
    },
    ended(_segment, state) {
      found.state = state;
    },
  });
  return found;
}
