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

export interface Reading {
  /** The value at which the neuron was held; null: it was left alone. */
  value: number | null;
  probability: number;
  written: { token: string; activation: number }[];
}

/**
 * @param held the neuron, of the component by its name ('hidden.1').
 * @throws Error when the model does not know the watched token, or a token of the sentence.
 */
export function readings(
  model: Model,
  held: { component: string; neuron: number },
  sentence: Sentence,
  values: readonly (number | null)[],
): Reading[] {
  const vocabulary = new Vocabulary(model.vocabulary);
  const { tokens } = typedTokens(sentence.text, model.unit, vocabulary, Number.MAX_SAFE_INTEGER);
  const watch = vocabulary.idOf(sentence.watch);
  const strange = tokens.filter(({ known }) => !known).map(({ token }) => token);
  if (watch === undefined || strange.length > 0)
    throw new Error(`the model does not know ${JSON.stringify(strange[0] ?? sentence.watch)}`);
  const prompt = tokens.flatMap(({ id }) => (id === null ? [] : [id]));
  const unknown = model.vocabulary.indexOf(unknownToken);
  const session = createSession(model, held.component, unknown === -1 ? [] : [unknown]);
  const { temperature, seed } = sentence;
  return values.map((value) => {
    const hold = value === null ? null : { neuron: held.neuron, value };
    const follow = (count: number): void => {
      session.begin({ prompt, count, temperature, seed, hold });
      while (session.step());
    };
    follow(0);
    const probability = session.after()?.[watch] ?? Number.NaN;
    follow(sentence.count);
    const written = session.tokens.slice(prompt.length).map(({ id, components }) => ({
      token: model.vocabulary[id] ?? '',
      activation: components[held.component]?.[held.neuron] ?? Number.NaN,
    }));
    return { value, probability, written };
  });
}
