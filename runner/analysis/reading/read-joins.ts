/**
 * How much of what stood before is left: the second halves of joined texts are read after what stood before them and after what
 * stood before others, and their tokens are predicted with little context.
 */
import { addAt, at, int32At, item } from '../../core/at.ts';
import { type Readable, readerOf, widthOf } from '../../nn/models/reading.ts';
import type { Joins } from '../stats/joins.ts';
import type { SplicedActivations } from '../stats/memory.ts';
import { segmentsFrom, viewed } from '../stats/view.ts';
import type { ReadTask, StateArrays } from './read-group.ts';
import { neuronMajor, type Recording } from './recording.ts';
import type { Runner } from './runner.ts';

export interface JoinsTask extends Pick<ReadTask, 'ids' | 'segments' | 'pause'> {
  joins: Joins;
  /** Name of the array that is wanted, such as `hidden.1`. */
  array: string;
  /** [neurons] each [tokens] of the text, where it was read before; absent: what stands behind the joins is read here. */
  recorded?: readonly Float32Array[];
  /** [joins] The state before each, where it is known; absent: it is read here. */
  before?: readonly StateArrays[] | undefined;
  /** Hears the share that is read. */
  onProgress?: ((share: number) => void) | undefined;
}

/** With [joins] the state at the end of each piece; none where that was not read here. */
export type ReadJoins = SplicedActivations & { ends: readonly StateArrays[] };

/** Segments read side by side: without the decoder, memory allows many. */
const streams = 256;

export async function readJoins(
  runner: Runner,
  { ids, segments, joins, array, recorded, before, onProgress, pause }: JoinsTask,
): Promise<ReadJoins> {
  const { positions, partners, half } = joins;
  // Of three readings: what stands before the joins, and twice what stands behind them.
  const told = (part: number) => (share: number) => onProgress?.((part + share) / 3);
  const tellStates = { ids, segments, streams, pause, onProgress: told(0) };
  const states = before ?? (await runner.statesBefore(tellStates, positions));
  const view = segmentsFrom(positions, half);
  const after = async (part: number, pieces: Iterable<number>, ended?: ReadTask['ended']): Promise<Float32Array[]> => {
    const starts = Array.from(pieces, (piece) => item(states, piece));
    const { neurons, put } = neuronMajor({ tokens: ids.length, units: widthOf(runner.architecture, array), view });
    await runner.read({
      ids,
      streams,
      segments: positions.map((position) => [position, half] as const),
      record: [array],
      predict: 'nothing',
      initial: (join) => item(starts, join),
      ...(ended && { ended }),
      sink: { write: async (_name, start, rows) => put(start, rows) },
      onProgress: (tokens) => told(part)(tokens / (positions.length * half)),
      ...(pause && { pause }),
    });
    return neurons;
  };
  const ends: StateArrays[] = [];
  const keep = (join: number, state: StateArrays): void => {
    ends[join] = { ...state };
  };
  const own = recorded?.map((values) => viewed(values, view)) ?? (await after(1, positions.keys(), keep));
  return { own, other: await after(2, partners), joins: positions.length, ends };
}

/** 1, 2, 4 and so on, as far as they fill a half more than once. */
export const contextsOf = ({ half }: Pick<Joins, 'half'>): number[] =>
  Array.from({ length: 16 }, (_, power) => 2 ** power).filter((context) => context < half && half % context === 0);

/**
 * What a network loses when it is given little context: the same tokens are predicted again, each after at least so many tokens
 * before it and fewer than twice as many, and what was read before those is forgotten.
 * @param joins whose second halves are predicted.
 * @returns in the order of `contextsOf`: tokens of context at least, and the mean loss of each piece's second half, [pieces], nats a token.
 */
export async function contextLosses(
  runner: Runner,
  {
    ids,
    joins: { positions, half },
    pause,
  }: Pick<JoinsTask, 'ids' | 'pause'> & { joins: Pick<Joins, 'positions' | 'half'> },
): Promise<{ tokens: number; losses: number[] }[]> {
  const sums = contextsOf({ half }).map((context) => ({ context, own: new Float64Array(positions.length) }));
  // Of each stretch the second half is predicted.
  const stretches = sums.flatMap((sum) =>
    positions.flatMap((position, piece) =>
      Array.from({ length: half / sum.context }, (_, stretch) => ({
        ...sum,
        piece,
        start: position + (stretch - 1) * sum.context,
      })),
    ),
  );
  await runner.run(
    stretches.map(({ start, context }) => ({ ids: ids.subarray(start, start + 2 * context) })),
    {
      streams,
      wants(stretch, token) {
        const { context } = item(stretches, stretch);
        return token + 1 >= context && token + 1 < 2 * context;
      },
      decode: {
        gives: 'losses',
        next: (stretch, token) => [int32At(ids, item(stretches, stretch).start + token + 1)],
        hear(stretch, _, losses) {
          const { own, piece } = item(stretches, stretch);
          addAt(own, piece, at(losses, 0));
        },
      },
      pause,
    },
  );
  return sums.map(({ context, own }) => ({ tokens: context, losses: Array.from(own, (sum) => sum / half) }));
}

/** The same of losses that were recorded: what stands before a piece's second half is context of at least a half. @param nll [tokens - 1] */
export const recordedLosses = (nll: Float32Array, { positions, half }: Pick<Joins, 'positions' | 'half'>): number[] =>
  positions.map(
    (position) => nll.subarray(position - 1, position - 1 + half).reduce((sum, each) => sum + each, 0) / half,
  );

/**
 * The state of a network before chosen tokens, as it stands in a recording: what was read once is not read again.
 * @param recorded names of the arrays that the recording has.
 * @param positions of tokens, each once, none the first of what was read in one go.
 * @returns [positions] as `statesBefore` reads them; undefined where something that is carried was not recorded.
 */
export async function recordedStates(
  recording: Recording,
  network: Readable,
  { recorded, positions }: { recorded: readonly string[]; positions: readonly number[] },
): Promise<StateArrays[] | undefined> {
  const carried = Object.keys(readerOf(network).states);
  if (!carried.every((name) => recorded.includes(name))) return undefined;
  const before = { positions: Int32Array.from(positions, (position) => position - 1), length: 1 };
  const states = positions.map((): Record<string, Float32Array> => ({}));
  for (const name of carried) {
    const neurons = await recording.at(name, before);
    for (const [place, state] of states.entries()) {
      state[name] = Float32Array.from(neurons, (values) => at(values, place));
    }
  }
  return states;
}
