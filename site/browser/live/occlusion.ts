/**
 * What each earlier token has put into a neuron: the text is read again with another token in its place, and what the neuron's value
 * and the probability of the next token then lack is the token's part. Mean over several other tokens, as frequent as it. Exact:
 * nothing is linearised. Pure.
 */
import { at, item } from '../../../runner/core/at.ts';
import { occludedTokens, substitutesOf } from '../../../runner/stats/substitutes.ts';
import type { Model } from './model.ts';
import { activationIn, createReader, type Hold, type Step } from './reader.ts';

/** A token that was read, as a session has it. */
export interface ReadToken extends Pick<Step, 'components'> {
  id: number;
  /** What the model expects next, likeliest first. */
  likely: readonly { id: number }[];
}

export interface Part {
  /** Position of the earlier token. */
  position: number;
  /** What the neuron's value would lack without it. */
  value: number;
  /** The same of the probability of the token that follows. */
  probability: number;
}

export interface OcclusionTask {
  model: Model;
  /** The component that is watched, and that a neuron may be held in. */
  component: string;
  hold: Hold | null;
  never: readonly number[];
  /** What was read, from the first token on. */
  tokens: readonly ReadToken[];
  /** The token after which the neuron is asked about. */
  position: number;
  neuron: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

/** @yields the parts of earlier tokens, the nearest first; null after each reading between, so that others can have their turn. */
export function* partsOf(task: OcclusionTask): Generator<Part | null> {
  const { model, component, hold, never, tokens, position, neuron } = task;
  const reader = createReader(model, component, hold);
  const asked = item(tokens, position);
  const next = tokens[position + 1]?.id ?? asked.likely[0]?.id;
  /** The text from a position on, with another token there; what comes of it at the end. */
  const readFrom = (from: number, other: number): { value: number; probability: number } => {
    reader.goTo(tokens[from - 1] ?? null);
    for (let place = from; place < position; place++) reader.pass(place === from ? other : item(tokens, place).id);
    const { components, likelihood } = reader.read(from === position ? other : asked.id, 1);
    return {
      value: activationIn(components, component, neuron),
      probability: next === undefined ? Number.NaN : at(likelihood, next),
    };
  };
  const whole = readFrom(position, asked.id);
  yield null;
  for (let from = position - 1; from > Math.max(-1, position - occludedTokens); from--) {
    const values: number[] = [];
    const probabilities: number[] = [];
    for (const other of substitutesOf(item(tokens, from).id, model.vocabulary.length, never)) {
      const { value, probability } = readFrom(from, other);
      values.push(value);
      probabilities.push(probability);
      yield null;
    }
    if (values.length === 0) return;
    yield {
      position: from,
      value: whole.value - mean(values),
      probability: whole.probability - mean(probabilities),
    };
  }
}
