/**
 * What is asked of a network about a set of pairs: the texts that are read, what neurons are held at meanwhile, and what comes of it.
 * The text of a pair is read where each side is one token, else the text with all but the last token of each side. Asks for readings.
 */
import { at, float32At, item } from '../../core/at.ts';
import type { Tensor } from '../../core/tensor.ts';
import type { ComponentName } from '../findings/claim-schema.ts';
import type { Pair } from './encode.ts';
import type { HeldScore } from './pairs-schema.ts';
import type { ScoreTask } from './score.ts';

/** After the token at `position` the loss of the token `next` is asked for; -1: after what is read before the text. */
export interface LossPlace {
  position: number;
  next: number;
}

/** A text that is read by itself, from the same state as every other. */
export interface PairSequence {
  pair: number;
  ids: Int32Array;
  asks: readonly LossPlace[];
  /** [asks] 1 where it counts for the right side, -1 for the wrong one. */
  sides: Int8Array;
}

/** @param hasBefore whether something is read before each text; else nothing predicts a text's first token. */
export function sequencesOf(pairs: readonly Pair[], hasBefore: boolean): PairSequence[] {
  return pairs.flatMap(({ text, right, wrong }, pair) => {
    const ofOne = (continuation: Int32Array, side: 1 | -1): PairSequence => {
      const ids = Int32Array.of(...text, ...continuation.subarray(0, -1));
      const asks = Array.from(continuation, (next, k) => ({ position: text.length - 1 + k, next })).filter(
        ({ position }) => position >= 0 || hasBefore,
      );
      return { pair, ids, asks, sides: new Int8Array(asks.length).fill(side) };
    };
    const [first, second] = [ofOne(right, 1), ofOne(wrong, -1)];
    if (right.length > 1 || wrong.length > 1) return [first, second].filter(({ asks }) => asks.length > 0);
    const sides = Int8Array.of(...first.sides, ...second.sides);
    return [{ pair, ids: text, asks: [...first.asks, ...second.asks], sides }];
  });
}

/**
 * log P(right) - log P(wrong) of each pair, nats, [pairs].
 * @param losses [sequences] each [asks], nats.
 */
export function marginsOf(
  pairs: number,
  sequences: readonly PairSequence[],
  losses: readonly Float32Array[],
): Float64Array {
  const margins = new Float64Array(pairs);
  sequences.forEach(({ pair, sides }, index) => {
    const own = item(losses, index);
    sides.forEach((side, ask) => {
      margins[pair] = at(margins, pair) - side * float32At(own, ask);
    });
  });
  return margins;
}

/** A neuron that is held while the texts of pairs are read: at one value, or after each token of each sequence. */
export interface PairClampedNeuron {
  layer: number;
  component: string;
  neuron: number;
  /** Of a neuron that is changed in another way, see `Intervention`. */
  keep?: number | ((position: number) => number);
  subspace?: Tensor;
  value: number | ((sequence: PairSequence, position: number) => number);
}

/** What pairs need to be read and cannot read. The experiment fulfils it with an engine; a test with a few lines. */
export interface PairReadings {
  /**
   * Each hold, of neurons that are held at once, reads all sequences; of none: the network as it is.
   * @returns [holds][sequences] each [asks]: the loss of the token that is asked for, nats.
   */
  losses(
    sequences: readonly PairSequence[],
    holds: readonly (readonly PairClampedNeuron[])[],
    onProgress?: (share: number) => void,
  ): Promise<Float32Array[][]>;
  /**
   * One array (`cell.1`) after each token of each sequence.
   * @param sink hears the row [units], which is overwritten afterwards, in no particular order.
   */
  activations(
    sequences: readonly PairSequence[],
    array: string,
    sink: (sequence: number, position: number, row: Float32Array) => void,
  ): Promise<void>;
}

export interface SetTask extends ScoreTask {
  pairs: readonly Pair[];
  sequences: readonly PairSequence[];
  readings: PairReadings;
  /** Of the neurons; both of them are `array`, such as `cell.1`. */
  component: ComponentName;
  layer: number;
  array: string;
  units: number;
  onProgress?: ((share: number) => void) | undefined;
}

/** Neurons that are taken together, and others that are compared with them. */
export interface NeuronGroup {
  neurons: readonly number[];
  why: HeldScore['why'];
  /** [draws] Each as many others as there are neurons. */
  alike: readonly (readonly number[])[];
}

/** Holds read at once: their losses are in memory together. */
const clampsAtOnce = 32;

/**
 * @param holds each of neurons of the task's array.
 * @param among pairs that are read; absent: all.
 * @returns [holds] each [pairs]: log P(right) - log P(wrong), nats; 0 of pairs that were not read.
 */
export async function marginsWith(
  { pairs, sequences: all, readings, component, layer, onProgress }: SetTask,
  holds: readonly (readonly Pick<PairClampedNeuron, 'neuron' | 'value'>[])[],
  among?: ReadonlySet<number>,
): Promise<Float64Array[]> {
  const sequences = among === undefined ? all : all.filter(({ pair }) => among.has(pair));
  const margins: Float64Array[] = [];
  for (let from = 0; from < holds.length; from += clampsAtOnce) {
    const part = holds
      .slice(from, from + clampsAtOnce)
      .map((hold) => hold.map((own) => ({ component, layer, ...own })));
    const losses = await readings.losses(sequences, part, (share) =>
      onProgress?.((from + share * part.length) / holds.length),
    );
    margins.push(...losses.map((own) => marginsOf(pairs.length, sequences, own)));
  }
  return margins;
}

/** The task for each of several stages, with progress by the texts that they read. @param texts of each stage. */
export function stagesOf<Task extends Pick<SetTask, 'onProgress'>, const Texts extends readonly number[]>(
  task: Task,
  texts: Texts,
): { [Stage in keyof Texts]: Task } {
  const total = texts.reduce((sum, each) => sum + each, 0);
  let before = 0;
  return texts.map((own) => {
    const from = before;
    before += own;
    return { ...task, onProgress: (share: number) => task.onProgress?.((from + share * own) / total) };
  }) as { [Stage in keyof Texts]: Task };
}

/** What some neurons are after every token of the pairs' texts, as the network reads them. */
export interface NeuronValues {
  /** [text tokens] of a pair; behind them those of the first token of its right side. */
  of(neuron: number, pair: number): Float32Array;
  /** [units] Mean over the tokens of all texts, from the place where each is looked at on. */
  means: Float64Array;
}

/** @param neurons whose values are kept, each once. */
export async function valuesOf(
  { pairs, readings, array, units }: SetTask,
  neurons: readonly number[],
): Promise<NeuronValues> {
  const texts = pairs.map(({ text, right }) => Int32Array.of(...text, ...right.subarray(0, 1)));
  const starts = pairs.map((_, place) => startOf(pairs, place) ?? 0);
  const sequences = texts.map((ids, pair) => ({ pair, ids, asks: [], sides: new Int8Array() }));
  const values = new Map(neurons.map((neuron) => [neuron, texts.map(({ length }) => new Float32Array(length))]));
  const sums = new Float64Array(units);
  let tokens = 0;
  await readings.activations(sequences, array, (pair, position, row) => {
    for (const [neuron, own] of values) item(own, pair)[position] = float32At(row, neuron);
    // The right side is no part of what is read.
    if (position < item(starts, pair) || position >= item(pairs, pair).text.length) return;
    tokens++;
    for (let unit = 0; unit < units; unit++) sums[unit] = (sums[unit] ?? 0) + float32At(row, unit);
  });
  return {
    means: sums.map((sum) => sum / tokens),
    of(neuron, pair) {
      const own = values.get(neuron)?.[pair];
      if (own === undefined) throw new RangeError(`valuesOf: neuron ${neuron} was not kept`);
      return own;
    },
  };
}

/** The token from which on the text is looked at: that of the file, else the first in which it differs from its twin; null: neither is known. */
export function startOf(pairs: readonly Pair[], place: number): number | null {
  const { at, twin, text } = item(pairs, place);
  if (at !== null) return at;
  if (twin === null) return null;
  const other = item(pairs, twin).text;
  const first = text.findIndex((id, position) => other[position] !== id);
  return first === -1 ? null : first;
}

export interface Exchange {
  twin: number;
  /** Tokens of the two texts that stand beside one another first. */
  start: number;
  twinStart: number;
}

/**
 * [pairs] Null of a pair without a twin, and where the two have unequally many tokens from there to the end, or a side of
 * several tokens, behind which the neuron would have to be let go.
 */
export function exchangesOf(pairs: readonly Pair[]): (Exchange | null)[] {
  return pairs.map(({ text, twin, right, wrong }, place) => {
    if (twin === null || right.length !== 1 || wrong.length !== 1) return null;
    const start = startOf(pairs, place);
    const twinStart = startOf(pairs, twin);
    if (start === null || twinStart === null) return null;
    return text.length - start === item(pairs, twin).text.length - twinStart ? { twin, start, twinStart } : null;
  });
}

/**
 * What a neuron is held at where its values are taken from the twin's reading: its own before the place, the twin's from there on.
 * @param exchanges [pairs] Of a pair without one nothing is asked.
 */
export const takenFromTwin =
  (values: NeuronValues, neuron: number, exchanges: readonly (Exchange | null)[]) =>
  ({ pair }: PairSequence, position: number): number => {
    const exchange = exchanges[pair];
    if (!exchange) return Number.NaN;
    const { twin, start, twinStart } = exchange;
    return position < start
      ? float32At(values.of(neuron, pair), position)
      : float32At(values.of(neuron, twin), position - start + twinStart);
  };

/** How many of some pairs prefer the other side than before. @param before, after [pairs] margins. */
export const turnedAmong = (places: readonly number[], before: ArrayLike<number>, after: ArrayLike<number>): number =>
  places.filter((pair) => at(after, pair) > 0 !== at(before, pair) > 0).length;
