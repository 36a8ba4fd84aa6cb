/**
 * What each earlier token has put into a neuron: the last tokens are read again with another token in its place, and what the neuron's
 * value and the probability of the next token then lack is the token's part. Mean over several other tokens, as frequent as it. Exact:
 * nothing is linearised. Many are read side by side.
 */
import { at, int32At, item } from '../../core/at.ts';
import { readerOf } from '../../nn/models/reading.ts';
import { occludedTokens, substitutesOf } from '../stats/substitutes.ts';
import { mean } from '../stats/summary.ts';
import type { ReadTask, StateArrays } from './read-group.ts';
import type { Runner, Sequence } from './runner.ts';

export interface OcclusionTarget {
  /** The token after which it is asked about, not the last of its segment. */
  position: number;
  neuron: number;
}

export interface OcclusionTask extends Pick<ReadTask, 'ids' | 'segments' | 'pause'> {
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
  chance: number;
}

/** The end of a text with one of its tokens replaced, and what stands at its last one. */
interface Variant extends Sequence {
  target: OcclusionTarget;
  /** The replaced token's place among those that are; null: none is, and only the last token is read. */
  place: number | null;
  value: number;
  probability: number;
}

/**
 * Those that are read side by side are of one length: of every eighth, so that a reading begins up to seven tokens before what is
 * replaced. Of 60 tokens an eighth more is read, in an eighth as many products, each of eight times as many rows.
 */
const lengthsApart = 8;

export async function occluded(runner: Runner, task: OcclusionTask): Promise<OcclusionOutcome[]> {
  const told: { target: OcclusionTarget; first: number; variants: Variant[] }[] = [];
  for (const target of task.asked) {
    const first = firstOf(task, target.position);
    told.push({ target, first, variants: await variantsOf(runner, task, target, first) });
  }
  await readToTheEnds(
    runner,
    task,
    told.flatMap(({ variants }) => variants),
  );
  return told.map(({ target, first, variants: [whole, ...replaced] }) => {
    if (whole === undefined) throw new Error('occlusion: the whole text was not read');
    const parts = (what: 'value' | 'probability'): number[] =>
      Array.from({ length: target.position - first }, (_, place) => {
        const others = replaced.filter((each) => each.place === place).map((each) => each[what]);
        return others.length === 0 ? 0 : whole[what] - mean(others);
      });
    return { first, value: parts('value'), probability: parts('probability'), chance: whole.probability };
  });
}

function firstOf({ segments, most = occludedTokens }: OcclusionTask, position: number): number {
  const own = segments.find(([start, length]) => position >= start && position < start + length);
  if (own === undefined) throw new RangeError(`occlusion: token ${position} is in no segment`);
  return Math.max(own[0], position - most + 1);
}

/** @returns the whole text first. */
async function variantsOf(
  runner: Runner,
  task: OcclusionTask,
  target: OcclusionTarget,
  first: number,
): Promise<Variant[]> {
  const { ids, never } = task;
  const { position } = target;
  const { vocabulary } = readerOf(runner.architecture);
  const states = await statesFrom(runner, task, first, position);
  const own = (from: number, other: number, place: number | null): Variant => {
    const length = lengthsApart * Math.ceil((position + 1 - from) / lengthsApart);
    const start = Math.max(first, position + 1 - length);
    const end = ids.slice(start, position + 1);
    end[from - start] = other;
    const initial = item(states, start - first);
    return { target, place, ids: end, initial, value: Number.NaN, probability: Number.NaN };
  };
  return [
    own(position, int32At(ids, position), null),
    ...Array.from({ length: position - first }, (_, place) =>
      substitutesOf(int32At(ids, first + place), vocabulary, never).map((other) => own(first + place, other, place)),
    ).flat(),
  ];
}

/** The states before the tokens from `first` to `last`, both included. */
async function statesFrom(
  runner: Runner,
  { ids, segments, pause }: OcclusionTask,
  first: number,
  last: number,
): Promise<StateArrays[]> {
  const [initial] = await runner.statesBefore({ ids, segments, pause }, [first]);
  const after = Array.from({ length: last - first }, (): Record<string, Float32Array> => ({}));
  await runner.run([{ ids: ids.subarray(first, last), initial }], {
    record: Object.keys(readerOf(runner.architecture).states),
    hear(_, position, row, name) {
      item(after, position)[name] = row.slice();
    },
    pause,
  });
  return [initial ?? {}, ...after];
}

async function readToTheEnds(
  runner: Runner,
  { ids, array, pause }: OcclusionTask,
  variants: readonly Variant[],
): Promise<void> {
  await runner.run(variants, {
    streams: 512,
    wants: (variant, position) => position === item(variants, variant).ids.length - 1,
    record: [array],
    hear(index, _, row) {
      const variant = item(variants, index);
      variant.value = at(row, variant.target.neuron);
    },
    decode: {
      gives: 'losses',
      next: (variant) => [int32At(ids, item(variants, variant).target.position + 1)],
      hear(variant, _, loss) {
        item(variants, variant).probability = Math.exp(-at(loss, 0));
      },
    },
    pause,
  });
}
