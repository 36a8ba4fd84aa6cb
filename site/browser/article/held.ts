/**
 * One sentence read with a neuron held at several values: how likely a token is to come next, and what the network writes
 * then. The same session as in the live model; it runs when the site is built. Pure.
 */
import { unknownToken, Vocabulary } from '../../../runner/corpus/vocabulary.ts';
import type { Model } from '../live/model.ts';
import { createSession } from '../live/session.ts';
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
export interface Step {
  token: string;
  activation: number;
}

export interface Reading {
  /** The value at which the neuron was held; null: it was left alone. */
  value: number | null;
  probability: number;
  written: Step[];
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
function known(model: Model, vocabulary: Vocabulary, text: string): number[] {
  const { tokens } = typedTokens(text, model.unit, vocabulary, Number.MAX_SAFE_INTEGER);
  const strange = tokens.find((each) => !each.known);
  if (strange !== undefined) throw new Error(`the model does not know ${JSON.stringify(strange.token)}`);
  return tokens.flatMap(({ id }) => (id === null ? [] : [id]));
}

/** What the neuron does while the model reads a text from the zero state. */
export function follow(model: Model, { component, neuron }: Held, text: string): Step[] {
  const prompt = known(model, new Vocabulary(model.vocabulary), text);
  const session = createSession(model, component, []);
  session.begin({ prompt, count: 0, temperature: 0, seed: 0, hold: null });
  while (session.step());
  return session.tokens.map(({ id, components }) => ({
    token: model.vocabulary[id] ?? '',
    activation: components[component]?.[neuron] ?? Number.NaN,
  }));
}

/** @throws Error when the model does not know the watched token, or a token of the sentence. */
export function readings(model: Model, held: Held, sentence: Sentence, values: readonly (number | null)[]): Reading[] {
  const vocabulary = new Vocabulary(model.vocabulary);
  const prompt = known(model, vocabulary, sentence.text);
  const watch = vocabulary.idOf(sentence.watch);
  if (watch === undefined) throw new Error(`the model does not know ${JSON.stringify(sentence.watch)}`);
  const unknown = model.vocabulary.indexOf(unknownToken);
  const session = createSession(model, held.component, unknown === -1 ? [] : [unknown]);
  const { temperature, seed } = sentence;
  return values.map((value) => {
    const hold = value === null ? null : { neuron: held.neuron, value };
    const goOn = (count: number): void => {
      session.begin({ prompt, count, temperature, seed, hold });
      while (session.step());
    };
    goOn(0);
    const probability = session.after()?.[watch] ?? Number.NaN;
    goOn(sentence.count);
    const written = session.tokens.slice(prompt.length).map(({ id, components }) => ({
      token: model.vocabulary[id] ?? '',
      activation: components[held.component]?.[held.neuron] ?? Number.NaN,
    }));
    return { value, probability, written };
  });
}
