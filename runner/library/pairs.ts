/** Minimal pairs, as a program asks for them. */

import { marginsOf, type PairSequence, sequencesOf } from '../analysis/pairs/asking.ts';
import { encodePairs, readBackward, vocabularyTokens } from '../analysis/pairs/encode.ts';
import type { Comparison } from '../analysis/pairs/formats/format.ts';
import type { ConditionScore, PairScore } from '../analysis/pairs/pairs-schema.ts';
import { scoresOf } from '../analysis/pairs/score.ts';
import { InputError } from '../core/errors.ts';
import { shownValue } from '../core/format.ts';
import { openPairReader } from '../experiment/pairs/pair-reader.ts';
import { readPairFile } from '../experiment/pairs/read-pairs.ts';
import { readerOf } from '../nn/models/reading.ts';
import type { OpenNetwork } from './network.ts';
import { interventionsOf, type PatchOptions } from './patch.ts';
import { pauseOf, type Watching } from './watching.ts';

/**
 * Keys of a manifest's `pairs`; and what is changed while the texts are read (not what is read before them): a list of `clamp`, or a
 * `Reading`, is of one text and refused. Tokens are counted in each text.
 */
export interface PairsOptions extends PatchOptions, Watching {
  /** Columns whose values make the conditions; absent: all that have no meaning of their own. */
  by?: readonly string[];
  /** The condition in which twins differ. */
  mark?: string;
  /** A text that is read first, before each text; absent: the zero state. */
  before?: string;
  /** `skip`: pairs of which the model lacks a word are left out, and counted; absent: an error. */
  unknown?: 'skip' | 'error';
  /** The column whose equal values are drawn together for intervals; absent: twins are. */
  cluster?: string;
  /** Of sentences with one word asked of them (.text, .gold, .eval): by the whole sentences, or at the word; absent: sentences. */
  compare?: Comparison;
}

/** What a model prefers. Margins are log P(right) - log P(wrong), nats. */
export interface PairsResult {
  /** How many were scored. */
  pairs: number;
  /** How many were left out because the model lacks a word of them. */
  skipped: number;
  /** How many were read with unknown tokens in their text. */
  unknown: number;
  conditions: ConditionScore[];
  all: PairScore;
  /** [pairs] Each pair's id, as the file has it, else its number from 1. */
  ids: string[];
  /** [pairs] */
  margins: Float64Array;
}

/** @throws InputError naming the line that cannot be used; and for a model that reads from right to left. */
export async function scoredPairs(
  network: OpenNetwork,
  file: string,
  { compare = 'sentence', clamp, patch, onProgress, signal, ...options }: PairsOptions,
): Promise<PairsResult> {
  const { model, runner } = network;
  if (model.direction === 'backward') throw readBackward();
  if (typeof file !== 'string') {
    const what = `The pairs are ${shownValue(file)}, which is no path of a file`;
    throw new InputError('pairs-unusable', { what });
  }
  const before = options.before === undefined ? new Int32Array() : network.encodeBefore(options.before);
  const hasBefore = before.length > 0;
  const source = { path: file, name: file };
  const read = await readPairFile(source, compare, process.cwd(), () => undefined);
  const { vocabulary, cut } = network.named;
  const encoded = encodePairs(read, vocabularyTokens(vocabulary, cut), { ...options, source, hasBefore });
  const { pairs, skipped, unknown } = encoded;
  const sequences = sequencesOf(pairs, hasBefore);
  const tokens = sequences.reduce((longest, { ids }) => Math.max(longest, ids.length), 0);
  const changes = interventionsOf({ ...options, clamp, patch }, readerOf(model.architecture), {
    tokens,
    ofSeveral: true,
  });
  const held = changes.map(({ segment, value, ...neuron }) => ({
    ...neuron,
    value: typeof value === 'number' ? value : (_: PairSequence, position: number) => value(position),
  }));
  const readings = await openPairReader(runner, before, pauseOf({ signal }));
  const [losses = []] = await readings.losses(sequences, [held], onProgress);
  const margins = marginsOf(pairs.length, sequences, losses);
  const scores = scoresOf({ ...encoded, cluster: options.cluster }, margins);
  return { pairs: pairs.length, skipped, unknown, ...scores, ids: pairs.map(({ id }) => id), margins };
}
