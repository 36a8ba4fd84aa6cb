/** A sentence of the reader's own, continued as the published ones were: as often, as far, at the same values and with the same noise. */
import { endOf, leadOf } from '../../../runner/analysis/stats/continuations.ts';
import { item } from '../../../runner/core/at.ts';
import { markNesting } from '../../../runner/text/labels/nesting.ts';
import type { ShownChange } from '../../words/change.ts';
import type { OpenModel } from './open.ts';
import type { TypedText } from './typed.ts';

/**
 * Ends early where the model is asked something else.
 * @param published the others of the neuron.
 * @yields after each row what is known so far: a sentence with as many rows at every value.
 */
export async function* ownSentence(
  { ask, vocabulary }: OpenModel,
  { tokens: typed, ids: prompt }: Pick<TypedText, 'tokens' | 'ids'>,
  published: ShownChange,
): AsyncGenerator<ShownChange> {
  const { neuron, temperature } = published;
  const given = item(published.sentences, 0).runs;
  const { rows } = item(given, 0);
  const own = typed.map(({ token }) => token);
  const tokens = [...published.tokens];
  const places = new Map(tokens.map((token, place) => [token, place]));
  const placeOf = (token: string): number => {
    const place = places.get(token) ?? tokens.push(token) - 1;
    places.set(token, place);
    return place;
  };
  const runs = given.map(({ value }) => ({ value, rows: [] as number[][], ends: [] as number[] }));
  const sentence = { tokens: own, states: [] as number[], lead: 0, runs };
  for (const [row, { length: count }] of rows.entries()) {
    for (const run of runs) {
      const clamp = run.value === null ? null : { neuron, value: run.value };
      const answer = await ask({ prompt, count, temperature, row, clamp, neuron, words: null });
      if (answer === null) return;
      const written = answer.tokens.slice(prompt.length).map(({ id }) => item(vocabulary.tokens, id));
      if (clamp === null) sentence.states = answer.tokens.slice(0, prompt.length).map(({ value }) => value);
      run.rows.push(written.map(placeOf));
      run.ends.push(endOf(markNesting('quotes', 1, [...own, ...written]), own.length));
    }
    sentence.lead = leadOf(runs.map(({ ends }) => ends));
    yield { ...published, tokens, sentences: [sentence] };
  }
}
