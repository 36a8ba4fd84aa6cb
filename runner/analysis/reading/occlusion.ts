/**
 * What each earlier token has put into a neuron: the last tokens are read again with another token in its place, and what the neuron's
 * value and the probability of the next token then lack is the token's part. Mean over several other tokens, as frequent as it. Exact:
 * nothing is linearised. The page does the same for one stream (site/browser/live/occlusion.ts); here many are read side by side.
 */
import { at, int32At, item } from '../../core/at.ts';
import { type Readable, readerOf, widthOf } from '../../models/reading.ts';
import { occludedTokens, substitutesOf } from '../stats/substitutes.ts';
import { mean } from '../stats/summary.ts';
import type { Decoder } from './decoder.ts';
import type { ReadTask, Segment } from './read-group.ts';
import type { Reader } from './reader.ts';
import type { StateArrays } from './state-after.ts';
import { statesBefore } from './states-before.ts';

export interface OcclusionTarget {
  /** The token after which it is asked about, not the last of its segment. */
  position: number;
  neuron: number;
}

export interface OcclusionTask extends Pick<ReadTask, 'ids' | 'segments' | 'pause'> {
  /** The array that the neurons are of. */
  array: string;
  /** Ids that stand in for no token. */
  never: readonly number[];
  asked: readonly OcclusionTarget[];
  /** So many tokens that end with the one asked about are read again, at most; absent: `occludedTokens`. */
  most?: number;
}

export interface OcclusionOutcome {
  /** The first of the tokens that were replaced; the last is the one before the position. */
  first: number;
  /** [replaced tokens] What the value lacks without each. */
  value: number[];
  /** [replaced tokens] The same of the probability of the token that follows. */
  probability: number[];
  /** Of the token that follows, with nothing replaced. */
  chance: number;
}

/** The end of a text with one of its tokens replaced, and the state before it. */
interface Variant {
  /** Which of those that are asked about. */
  of: number;
  /** The replaced token's place among those that are; null: none is, and only the last token is read. */
  place: number | null;
  ids: Int32Array;
  before: StateArrays;
}

/**
 * Those that are read side by side are of one length: of every eighth, so that a reading begins up to seven tokens before what is
 * replaced. Of 60 tokens an eighth more is read, in an eighth as many products, each of eight times as many rows.
 */
const lengthsApart = 8;

/** What stands at a variant's end. */
interface End {
  value: number;
  probability: number;
}

export async function occluded(
  reader: Reader<Readable>,
  decoder: Decoder,
  task: OcclusionTask,
): Promise<OcclusionOutcome[]> {
  const firsts = task.asked.map(({ position }) => firstOf(task, position));
  const variants: Variant[] = [];
  for (const [of, first] of firsts.entries()) variants.push(...(await variantsOf(reader, task, of, first)));
  // Those of one length are read side by side.
  variants.sort((a, b) => a.ids.length - b.ids.length);
  const ends = await readToTheEnds(reader, decoder, task, variants);
  return firsts.map((first, of) => {
    const own = variants.flatMap((variant, index) => (variant.of === of ? [{ ...variant, ...item(ends, index) }] : []));
    const whole = item(
      own.filter(({ place }) => place === null),
      0,
    );
    const parts = (what: keyof End): number[] =>
      Array.from({ length: item(task.asked, of).position - first }, (_, place) => {
        const replaced = own.filter((each) => each.place === place).map((each) => each[what]);
        return replaced.length === 0 ? 0 : whole[what] - mean(replaced);
      });
    return { first, value: parts('value'), probability: parts('probability'), chance: whole.probability };
  });
}

/** No token before the segment's first. */
function firstOf({ segments, most = occludedTokens }: OcclusionTask, position: number): number {
  const own = segments.find(([start, length]) => position >= start && position < start + length);
  if (own === undefined) throw new RangeError(`occlusion: token ${position} is in no segment`);
  return Math.max(own[0], position - most + 1);
}

async function variantsOf(
  reader: Reader<Readable>,
  task: OcclusionTask,
  of: number,
  first: number,
): Promise<Variant[]> {
  const { ids, never } = task;
  const { position } = item(task.asked, of);
  const { vocabulary } = readerOf(reader.architecture);
  const states = await statesFrom(reader, task, first, position);
  const own = (from: number, other: number, place: number | null): Variant => {
    const length = lengthsApart * Math.ceil((position + 1 - from) / lengthsApart);
    const start = Math.max(first, position + 1 - length);
    const end = ids.slice(start, position + 1);
    end[from - start] = other;
    return { of, place, ids: end, before: item(states, start - first) };
  };
  return [
    own(position, int32At(ids, position), null),
    ...Array.from({ length: position - first }, (_, place) =>
      substitutesOf(int32At(ids, first + place), vocabulary, never).map((other) => own(first + place, other, place)),
    ).flat(),
  ];
}

/** The states before the tokens from `first` to `last`, both included: each is that after the one before has been read. */
async function statesFrom(
  reader: Reader<Readable>,
  { ids, segments, pause }: OcclusionTask,
  first: number,
  last: number,
): Promise<StateArrays[]> {
  const task = { ids, ...(pause && { pause }) };
  const states: StateArrays[] = await statesBefore(reader, { ...task, segments }, [first]);
  await reader.read({
    ...task,
    segments: Array.from({ length: last - first }, (_, place) => [first + place, 1] as const),
    streams: 1,
    record: [],
    predict: 'nothing',
    sink: { write: async () => {} },
    initial: (segment) => item(states, segment),
    ended(segment, state) {
      states[segment + 1] = { ...state };
    },
  });
  return states;
}

async function readToTheEnds(
  reader: Reader<Readable>,
  decoder: Decoder,
  { ids, asked, array, pause }: OcclusionTask,
  variants: readonly Variant[],
): Promise<End[]> {
  const { decoderReads } = readerOf(reader.architecture);
  const text = new Int32Array(variants.reduce((sum, variant) => sum + variant.ids.length, 0));
  const segments: Segment[] = [];
  let end = 0;
  for (const variant of variants) {
    text.set(variant.ids, end);
    segments.push([end, variant.ids.length]);
    end += variant.ids.length;
  }
  const byEnd = new Map(segments.map(([start, length], index) => [start + length, index]));
  const ends = variants.map((): End => ({ value: Number.NaN, probability: Number.NaN }));
  await reader.read({
    ids: text,
    segments,
    streams: 512,
    record: [...new Set([array, decoderReads])],
    predict: 'nothing',
    initial: (segment) => item(variants, segment).before,
    sink: {
      async write(name, start, rows) {
        const width = widthOf(reader.architecture, name);
        const index = byEnd.get(start + rows.length / width);
        // Of a long segment rows may come before its end.
        if (index === undefined) return;
        const { neuron, position } = item(asked, item(variants, index).of);
        const own = item(ends, index);
        if (name === array) own.value = at(rows, rows.length - width + neuron);
        if (name === decoderReads) {
          await decoder.add(rows, rows.length - width, int32At(ids, position + 1), (loss) => {
            own.probability = Math.exp(-at(loss, 0));
          });
        }
      },
    },
    ...(pause && { pause }),
  });
  await decoder.finish();
  return ends;
}
