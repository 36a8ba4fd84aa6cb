/** One sentence read by a model, with a neuron followed: the live model's own session, asked while the site is built. Pure. */
import { at, item } from '../../../runner/core/at.ts';
import { cutOf } from '../../../runner/core/cut.ts';
import { Vocabulary } from '../../../runner/text/vocabulary.ts';
import type { BrowserModel } from './model.ts';
import { activationIn } from './reader.ts';
import { createSession } from './session.ts';
import { typedTokens } from './typed.ts';

export interface SentenceReading {
  tokens: string[];
  /** [tokens] The neuron's value after each. */
  values: number[];
  /** The probability that a token comes next. @throws Error at one that the model does not know. */
  chance(token: string): number;
}

/**
 * Reads a text from the zero state.
 * @param component of the neuron, by its name, 'hidden.1'.
 * @throws Error at a word that the model does not know.
 */
export function readSentence(model: BrowserModel, component: string, neuron: number, text: string): SentenceReading {
  const vocabulary = new Vocabulary(model.vocabulary);
  const { tokens, ids } = typedTokens(text, cutOf(model), vocabulary, Number.MAX_SAFE_INTEGER);
  const idOf = (token: string): number => {
    const id = vocabulary.idOf(token);
    if (id === undefined) throw new Error(`the model does not know ${JSON.stringify(token)}`);
    return id;
  };
  for (const { token, known } of tokens) if (!known) idOf(token);
  const session = createSession(model, component, []);
  session.begin({ prompt: ids, count: 0, temperature: 0, row: 0 });
  while (session.step());
  const after = session.after();
  if (after === null) throw new Error('there is nothing to read');
  return {
    tokens: session.tokens.map(({ id }) => item(model.vocabulary, id)),
    values: session.tokens.map(({ components }) => activationIn(components, component, neuron)),
    chance: (token) => at(after, idOf(token)),
  };
}
