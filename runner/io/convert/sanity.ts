/**
 * Whether an imported model predicts: its perplexity on a text, beside that on the same tokens in random order. A model
 * whose weights, gates or vocabulary were misread knows as little of the one as of the other.
 */

import { cutOf } from '../../core/cut.ts';
import { random, shuffle } from '../../core/random.ts';
import type { Checkpoint } from '../../nn/models/checkpoint.ts';
import { tokenize } from '../../text/tokens.ts';
import { Vocabulary } from '../../text/vocabulary.ts';

/** Tokens that are read: enough to tell, few enough for a few seconds. */
const maxTokens = 2048;
const segmentLength = 64;
/** A quarter less perplexity is no accident on so many tokens. */
const clearlyBetter = 0.75;
export interface Sanity {
  tokens: number;
  /** Whether those that the vocabulary lacks were left out, having no token to be read as. */
  leftOut: boolean;
  /** Share of the tokens that the vocabulary lacks, 0 to 1. */
  unknown: number;
  /** exp of the mean cross-entropy a token, as written and shuffled. */
  perplexity: number;
  shuffled: number;
  /** Whether the text is clearly more likely than its shuffled tokens, and than by guessing among all tokens. */
  predicts: boolean;
}

/** The model that is open, as far as it is tried here. */
interface Tried {
  checkpoint: Pick<Checkpoint, 'unit' | 'tokens' | 'direction' | 'vocabulary'>;
  /** @param ids [tokens]. @returns nll [tokens - 1], nats; NaN across segments. */
  read(ids: Int32Array, options: { segment: number }): Promise<{ nll: Float32Array }>;
}

/** Null when the vocabulary has too few of the text's tokens to tell. Reads the middle of the text. */
export async function checkSanity(model: Tried, text: string): Promise<Sanity | null> {
  const { checkpoint } = model;
  const vocabulary = new Vocabulary(checkpoint.vocabulary);
  const all = tokenize(text, cutOf(checkpoint));
  const from = Math.max(0, Math.floor((all.length - maxTokens) / 2));
  const middle = all.slice(from, from + maxTokens);
  const known = middle.filter((token) => vocabulary.idOf(token) !== undefined);
  if (known.length < 2 * segmentLength) return null;
  // Without a token for unknown words those are left out.
  const { ids: inText } = vocabulary.encode(vocabulary.hasUnknown ? middle : known);
  const ids = checkpoint.direction === 'backward' ? inText.toReversed() : inText;
  const perplexityOf = async (given: Int32Array): Promise<number> => {
    const whole = given.length - (given.length % segmentLength);
    const { nll } = await model.read(given.subarray(0, whole), { segment: segmentLength });
    const losses = nll.filter((loss) => !Number.isNaN(loss));
    return Math.exp(losses.reduce((sum, loss) => sum + loss, 0) / losses.length);
  };
  const perplexity = await perplexityOf(ids);
  const shuffled = await perplexityOf(shuffle(ids.slice(), random(0)));
  const predicts = perplexity < clearlyBetter * Math.min(shuffled, vocabulary.size);
  const unknown = 1 - known.length / middle.length;
  const leftOut = !vocabulary.hasUnknown && unknown > 0;
  return { tokens: ids.length, leftOut, unknown, perplexity, shuffled, predicts };
}
