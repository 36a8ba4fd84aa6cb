/**
 * One text under the reader's hands: what was typed, then what the model writes on from it, with a neuron held or not. The tokens
 * are a function of the plan alone; what a new plan shares with the one before is not read again. Pure but for what it remembers.
 */
import { mostLikely } from '../../../runner/analysis/reading/sample.ts';
import { drawn, gumbelNoise } from '../../../runner/analysis/stats/continuations.ts';
import { softmax } from '../../../runner/analysis/stats/logits.ts';
import { at } from '../../../runner/core/at.ts';
import type { TextModel, TextReading } from '../../../runner/read.ts';

export interface LiveClamp {
  neuron: number;
  value: number;
}

export interface Plan {
  /** Ids of the typed tokens. */
  prompt: readonly number[];
  /** Tokens to write after them. */
  count: number;
  /** 0 always takes the likeliest token. */
  temperature: number;
  /** Of the noise: the rows of 'Change its mind' have one each. */
  row: number;
}

/** A token that was read, after those before it. */
export interface ReadToken {
  id: number;
  reading: TextReading;
}

export interface Session {
  /** How many of the tokens before stay as they are; then `tokens` is cut to so many. */
  begin(plan: Plan): number;
  /** Reads, or writes, the plan's next token; false when there is none. */
  step(): Promise<boolean>;
  /** What was read so far. */
  readonly tokens: readonly ReadToken[];
  /** Probabilities after the last token of the plan that was read, [vocabulary]; null before any. */
  after(): Float32Array | null;
  /**
   * Of the next word or mark after the prompt, [vocabulary]: what the model gives to white space goes to what it expects once a space
   * more is read, as in the runner's evidence. Of the next token where tokens are no words; null where nothing was read.
   */
  words(): Promise<Float32Array | null>;
}

const isWhite = (token: string | undefined): boolean => token?.trim() === '';

/** [vocabulary] The shares of white space in `next` given to what is expected after a space; what is white space there is left out. */
function skipWhiteSpace(next: Float32Array, spaced: Float32Array, vocabulary: readonly string[]): Float32Array {
  const white = Uint8Array.from(vocabulary, (token) => Number(isWhite(token)));
  const share = (all: Float32Array): number => all.reduce((sum, p, id) => sum + (white[id] === 1 ? p : 0), 0);
  const scale = share(next) / Math.max(1 - share(spaced), Number.EPSILON);
  return next.map((p, id) => (white[id] === 1 ? 0 : p + scale * at(spaced, id)));
}

/**
 * @param array of which a neuron can be held.
 * @param never ids that are never written.
 */
export function createSession(
  model: TextModel,
  array: string,
  never: readonly number[],
  clamp: LiveClamp | null = null,
): Session {
  const options = { record: [array], ...(clamp && { clamp: { [array]: { [clamp.neuron]: clamp.value } } }) };
  const tokens: ReadToken[] = [];
  let plan: Plan = { prompt: [], count: 0, temperature: 1, row: 0 };
  /** Logits after the last token that was read; null where they were not asked. */
  let expected: Float32Array | null = null;
  let words: Float32Array | null = null;

  /** What is expected next is half the work or more: only where it is asked. */
  const read = (id: number, before: TextReading | undefined, logits: boolean): Promise<TextReading> =>
    model.read([id], { ...options, logits, ...(before && { before }) });

  function written(step: number): number | null {
    if (expected === null) return null;
    const { row, temperature } = plan;
    return temperature === 0
      ? mostLikely(softmax(expected), never)
      : drawn(softmax(expected, temperature), gumbelNoise(expected.length, row, step), never);
  }

  return {
    tokens,
    begin(next) {
      const typed = next.prompt.findIndex((id, place) => id !== tokens[place]?.id);
      const samePrompt = typed === -1 && next.prompt.length === plan.prompt.length;
      const sameNoise = samePrompt && next.temperature === plan.temperature && next.row === plan.row;
      const shared = sameNoise ? next.prompt.length + next.count : typed === -1 ? next.prompt.length : typed;
      let keep = Math.min(tokens.length, shared);
      const isKnown = keep === tokens.length && expected !== null;
      // What follows the last kept token is drawn from probabilities that only the last token read has.
      if (keep > 0 && !isKnown && keep >= next.prompt.length) keep--;
      if (!isKnown) expected = null;
      tokens.length = keep;
      if (!samePrompt) words = null;
      plan = next;
      return keep;
    },
    async step() {
      const { prompt, count } = plan;
      const place = tokens.length;
      const id = place < prompt.length + count ? (prompt[place] ?? written(place - prompt.length)) : null;
      if (id === null) return false;
      const expects = place >= prompt.length - 1;
      const reading = await read(id, tokens.at(-1)?.reading, expects);
      tokens.push({ id, reading });
      expected = expects ? reading.logits : null;
      return true;
    },
    after: () => expected && softmax(expected),
    async words() {
      const id = plan.prompt.at(-1);
      if (words !== null || id === undefined || tokens.length < plan.prompt.length) return words;
      const { cut, vocabulary } = model;
      const space = cut === 'word' ? vocabulary.indexOf(' ') : -1;
      const last = await read(id, tokens[plan.prompt.length - 2]?.reading, true);
      const next = softmax(last.logits);
      const onlySpace = (): Float32Array => next.map((_, each) => Number(each === space));
      words =
        space === -1
          ? next
          : isWhite(vocabulary[id])
            ? skipWhiteSpace(onlySpace(), next, vocabulary)
            : skipWhiteSpace(next, softmax((await read(space, last, true)).logits), vocabulary);
      return words;
    },
  };
}
