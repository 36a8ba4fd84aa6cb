/**
 * One sentence read with a neuron held at several values: how likely a token is to come next, and what the network writes
 * then. The same session as in the live model; it runs when the site is built. Pure.
 */

import { at, item } from '../../../runner/core/at.ts';
import { cutOf } from '../../../runner/core/cut.ts';
import { unknownToken, Vocabulary } from '../../../runner/text/vocabulary.ts';
import type { BrowserModel } from '../live/model.ts';
import { activationIn } from '../live/reader.ts';
import { createSession, type Plan, type ReadToken, type Session } from '../live/session.ts';
import { typedTokens } from '../live/typed.ts';

export interface Sentence {
  text: string;
  /** The token whose probability after the sentence is asked for. */
  watch: string;
  /** Tokens to write after it. */
  count: number;
  temperature: number;
  seed: number;
}

/** A token and the neuron's value after it. */
export interface SentenceStep {
  token: string;
  activation: number;
}

export interface SentenceReading {
  probability: number;
  written: SentenceStep[];
}

/** One with the neuron held. */
export interface HeldSentenceReading extends SentenceReading {
  value: number;
}

interface Held {
  /** By its name, 'hidden.1'. */
  component: string;
  neuron: number;
}

/**
 * The model's tokens of a text.
 * @throws Error when it does not know one of them.
 */
function known(model: BrowserModel, vocabulary: Vocabulary, text: string): number[] {
  const { tokens, ids } = typedTokens(text, cutOf(model), vocabulary, Number.MAX_SAFE_INTEGER);
  const strange = tokens.find((each) => !each.known);
  if (strange !== undefined) throw new Error(`the model does not know ${JSON.stringify(strange.token)}`);
  return ids;
}

const stepsOf = (
  tokens: readonly ReadToken[],
  { vocabulary }: BrowserModel,
  { component, neuron }: Held,
): SentenceStep[] =>
  tokens.map(({ id, components }) => ({
    token: item(vocabulary, id),
    activation: activationIn(components, component, neuron),
  }));

/** What the neuron does while the model reads a text from the zero state. */
export function follow(model: BrowserModel, held: Held, text: string): SentenceStep[] {
  const prompt = known(model, new Vocabulary(model.vocabulary), text);
  const session = createSession(model, held.component, []);
  run(session, { prompt, count: 0, temperature: 0, seed: 0, hold: null, onlyAfter: true });
  return stepsOf(session.tokens, model, held);
}

/**
 * How likely each of some tokens is to come after a text, with a neuron held at a value or, where that is null, left alone.
 * @throws Error when the model does not know a word of the text, or a token.
 */
export function chances(
  model: BrowserModel,
  text: string,
  tokens: readonly string[],
  { component, neuron, value }: Held & { value: number | null },
): number[] {
  const vocabulary = new Vocabulary(model.vocabulary);
  const prompt = known(model, vocabulary, text);
  const hold = value === null ? null : { neuron, value };
  const session = createSession(model, component, []);
  run(session, { prompt, count: 0, temperature: 0, seed: 0, hold, onlyAfter: true });
  const after = session.after();
  if (after === null) throw new Error('there is nothing to read');
  return tokens.map((token) => {
    const id = vocabulary.idOf(token);
    if (id === undefined) throw new Error(`the model does not know ${JSON.stringify(token)}`);
    return at(after, id);
  });
}

function run(session: Session, plan: Plan): void {
  session.begin(plan);
  while (session.step());
}

/**
 * What becomes of a sentence when the neuron is left alone, and when it is held at each of `values`.
 * @throws Error when the model does not know the watched token, or a token of the sentence, or the sentence is empty.
 */
export function readings(
  model: BrowserModel,
  held: Held,
  { text, watch: watched, count, temperature, seed }: Sentence,
  values: readonly number[],
): { alone: SentenceReading; held: HeldSentenceReading[] } {
  const vocabulary = new Vocabulary(model.vocabulary);
  const prompt = known(model, vocabulary, text);
  const watch = vocabulary.idOf(watched);
  if (watch === undefined) throw new Error(`the model does not know ${JSON.stringify(watched)}`);
  const unknown = model.vocabulary.indexOf(unknownToken);
  const session = createSession(model, held.component, unknown === -1 ? [] : [unknown]);
  const read = (hold: Plan['hold']): SentenceReading => {
    const plan = { prompt, temperature, seed, hold, onlyAfter: true } as const;
    run(session, { ...plan, count: 0 });
    const after = session.after();
    if (after === null) throw new Error('there is nothing to read');
    const probability = at(after, watch);
    run(session, { ...plan, count });
    return { probability, written: stepsOf(session.tokens.slice(prompt.length), model, held) };
  };
  return {
    alone: read(null),
    held: values.map((value) => ({ value, ...read({ neuron: held.neuron, value }) })),
  };
}
