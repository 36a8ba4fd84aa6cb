/** What a network makes of a whole text, for figures that are drawn while the site is built. Pure. */
import { at, item } from '../../../runner/core/at.ts';
import { cutOf } from '../../../runner/core/cut.ts';
import { Vocabulary } from '../../../runner/text/vocabulary.ts';
import type { BrowserModel } from './model.ts';
import { activationIn } from './reader.ts';
import { createSession } from './session.ts';
import { typedTokens } from './typed.ts';

/**
 * Reads texts from the zero state, with a neuron of a component followed.
 * @returns of a text its tokens, the neuron's value after each, and the probability of a token that comes next.
 * @throws Error at a word that the model does not know.
 */
export function sentenceReader(model: BrowserModel, component: string, neuron: number) {
  const vocabulary = new Vocabulary(model.vocabulary);
  const idOf = (token: string): number => {
    const known = vocabulary.idOf(token);
    if (known === undefined) throw new Error(`the model does not know ${JSON.stringify(token)}`);
    return known;
  };
  return (text: string) => {
    const { tokens, ids } = typedTokens(text, cutOf(model), vocabulary, Number.MAX_SAFE_INTEGER);
    for (const { token, known } of tokens) if (!known) idOf(token);
    const session = createSession(model, component, []);
    session.begin({ prompt: ids, count: 0, temperature: 0, row: 0 });
    while (session.step());
    const after = session.after() ?? new Float32Array();
    return {
      tokens: session.tokens.map((read) => item(model.vocabulary, read.id)),
      values: session.tokens.map(({ components }) => activationIn(components, component, neuron)),
      chance: (token: string): number => at(after, idOf(token)),
    };
  };
}
