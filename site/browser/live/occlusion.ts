/**
 * What each earlier token has put into a neuron: the text is read on with another token in its place, and what the neuron's value then
 * lacks is the token's part. Mean over several other tokens, as frequent as it. Exact: nothing is linearised. What was read for one
 * token serves those behind it: only the tokens between are read anew. Pure but for what it remembers.
 */

import { occludedTokens, substituteCount, substitutesOf } from '../../../runner/analysis/stats/substitutes.ts';
import { at, item } from '../../../runner/core/at.ts';
import type { BrowserModel } from './model.ts';
import { activationIn, type CarriedValues, createReader, type LiveHold, type ReaderStep } from './reader.ts';

/** A token that was read, as a session has it. */
export interface OcclusionToken extends Pick<ReaderStep, 'components'> {
  id: number;
}

export interface TokenContribution {
  /** Position of the earlier token. */
  position: number;
  /** What the neuron's value would lack without it. */
  value: number;
}

export interface LiveOcclusionTask {
  model: BrowserModel;
  /** The component that is watched, and that a neuron may be held in. */
  component: string;
  hold: LiveHold | null;
  never: readonly number[];
  /** What was read, from the first token on. */
  tokens: readonly OcclusionToken[];
}

export interface Occlusion {
  /**
   * @param neuron asked about after the token at `position`.
   * @param limit what may be read; left out: all of the last tokens, each with all others in its place.
   * @yields the parts of earlier tokens, the nearest first; null after each reading between, so that others can have their turn.
   */
  partsOf(position: number, neuron: number, limit?: Limit): Generator<TokenContribution | null>;
}

/** How many of the last tokens are replaced, and by how many others each. */
export interface Limit {
  tokens: number;
  others: number;
}

const everything: Limit = { tokens: occludedTokens, others: substituteCount };

/**
 * As much as can be read in a time: as many others in each token's place as there is time for, with less than one of them
 * fewer tokens.
 * @param reading milliseconds that one token takes to read.
 */
export function limitFor(reading: number, milliseconds: number): Limit {
  const readings = milliseconds / reading;
  const tokens = everything.tokens;
  const others = Math.floor(readings / ((tokens * (tokens + 1)) / 2));
  if (others >= 1) return { tokens, others: Math.min(others, everything.others) };
  return { tokens: Math.max(2, Math.min(tokens, Math.floor(Math.sqrt(2 * readings)))), others: 1 };
}

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

/** The text from a token on, with another in its place, as far as it was read. */
interface Stream {
  /** [tokens read] The watched component after each, from the replaced one on. */
  rows: Float32Array[];
  carried: CarriedValues;
}

export function createOcclusion({ model, component, hold, never, tokens }: LiveOcclusionTask): Occlusion {
  const reader = createReader(model, component, hold);
  const streams = new Map<string, Stream>();

  /** @yields after each token that it reads. */
  function* readOn(from: number, other: number, position: number): Generator<null, Float32Array> {
    const key = `${from} ${other}`;
    let stream = streams.get(key);
    if (stream === undefined) {
      reader.goTo(tokens[from - 1] ?? null);
      stream = { rows: [], carried: reader.carried() };
      streams.set(key, stream);
    }
    while (stream.rows.length <= position - from) {
      const place = from + stream.rows.length;
      // Between two turns another stream may have been read.
      reader.goOn(stream.carried);
      stream.rows.push(reader.pass(place === from ? other : item(tokens, place).id));
      stream.carried = reader.carried();
      yield null;
    }
    return item(stream.rows, position - from);
  }

  return {
    *partsOf(position, neuron, limit = everything) {
      // What is too far back for this token is too far back for those behind it.
      for (const key of streams.keys())
        if (Number.parseInt(key, 10) <= position - 2 * occludedTokens) streams.delete(key);
      const value = activationIn(item(tokens, position).components, component, neuron);
      for (let from = position - 1; from > Math.max(-1, position - limit.tokens); from--) {
        const others = substitutesOf(item(tokens, from).id, model.vocabulary.length, never).slice(0, limit.others);
        const values: number[] = [];
        for (const other of others) values.push(at(yield* readOn(from, other, position), neuron));
        if (values.length === 0) return;
        yield { position: from, value: value - mean(values) };
      }
    },
  };
}
