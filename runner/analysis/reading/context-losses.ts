/**
 * What a network loses when it is given little context: the same tokens are predicted again, each after at least so many tokens
 * before it and fewer than twice as many, and what was read before those is forgotten.
 */
import { addAt, int32At } from '../../core/at.ts';
import { type Readable, readerOf, widthOf } from '../../models/reading.ts';
import type { Joins } from '../stats/joins.ts';
import type { Decoder } from './decoder.ts';
import type { ReadTask, Segment } from './read-group.ts';
import type { Reader } from './reader.ts';

export interface ContextTask extends Pick<ReadTask, 'ids' | 'pause'> {
  /** Whose second halves are predicted. */
  joins: Pick<Joins, 'positions' | 'half'>;
}

/** The mean loss of each piece's second half with one amount of context. */
export interface ContextLosses {
  /** Tokens of context at least, and fewer than twice as many. */
  context: number;
  /** [pieces] nats a token. */
  losses: number[];
}

/** 1, 2, 4 and so on, as far as they fill a half more than once. */
export const contextsOf = ({ half }: Pick<Joins, 'half'>): number[] =>
  Array.from({ length: 16 }, (_, power) => 2 ** power).filter((context) => context < half && half % context === 0);

/** Segments read side by side. */
const streams = 256;

/** @returns in the order of `contextsOf`. */
export async function contextLosses(
  reader: Reader<Readable>,
  decoder: Decoder,
  { ids, joins: { positions, half }, pause }: ContextTask,
): Promise<ContextLosses[]> {
  const contexts = contextsOf({ half });
  const text = new Int32Array(contexts.length * positions.length * 2 * half);
  const segments: Segment[] = [];
  for (const context of contexts) {
    for (const position of positions) {
      for (let start = position - context; start < position + half - context; start += context) {
        const end = endOf(segments);
        text.set(ids.subarray(start, start + 2 * context), end);
        segments.push([end, 2 * context]);
      }
    }
  }
  const sums = contexts.map(() => new Float64Array(positions.length));
  const array = readerOf(reader.architecture).decoderReads;
  const width = widthOf(reader.architecture, array);
  /** Of each stretch the second half is predicted, each token by what stands before it: none by the last. */
  const predicts = (place: number): boolean => {
    const context = contexts[Math.floor(place / (2 * half * positions.length))] ?? 1;
    return (place + 1) % (2 * context) >= context;
  };
  await reader.read({
    ids: text,
    segments,
    streams,
    record: [array],
    predict: 'nothing',
    sink: {
      wants: predicts,
      async write(_name, start, rows) {
        for (let row = 0; row * width < rows.length; row++) {
          const place = start + row;
          if (!predicts(place)) continue;
          const piece = Math.floor(place / (2 * half));
          const own = sums[Math.floor(piece / positions.length)];
          await decoder.add(rows, row * width, int32At(text, place + 1), (losses) => {
            if (own !== undefined) addAt(own, piece % positions.length, losses[0] ?? Number.NaN);
          });
        }
      },
    },
    ...(pause && { pause }),
  });
  await decoder.finish();
  return contexts.map((context, level) => ({ context, losses: Array.from(sums[level] ?? [], (sum) => sum / half) }));
}

const endOf = (segments: readonly Segment[]): number => {
  const [start = 0, length = 0] = segments.at(-1) ?? [];
  return start + length;
};

/** The same of losses that were recorded: what stands before a piece's second half is context of at least a half. @param nll [tokens - 1] */
export const recordedLosses = (nll: Float32Array, { positions, half }: Pick<Joins, 'positions' | 'half'>): number[] =>
  positions.map(
    (position) => nll.subarray(position - 1, position - 1 + half).reduce((sum, each) => sum + each, 0) / half,
  );
