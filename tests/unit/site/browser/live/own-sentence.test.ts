import { expect, test } from 'vitest';
import { Vocabulary } from '../../../../../runner/text/vocabulary.ts';
import type { OpenModel, Question } from '../../../../../site/browser/live/open.ts';
import { ownSentence } from '../../../../../site/browser/live/own-sentence.ts';
import { report, typedTokens } from '../../../../../site/browser/live/typed.ts';
import type { ShownChange } from '../../../../../site/words/change.ts';

const vocabulary = new Vocabulary(['<unk>', ' ', '"', 'cat', 'saw']);
const [values, length] = [[null, -0.5], 2] as const;
const run = (value: number | null) => ({ value, rows: [0, 1].map(() => Array(length).fill(0)), ends: [-1, -1] });
const published: ShownChange = {
  schema: 1,
  key: '',
  component: 'hidden',
  layer: 1,
  neuron: 3,
  feature: 'inside quotes',
  temperature: 0.8,
  usual: { inside: -0.5, outside: 0.5 },
  tokens: ['cat'],
  sentences: [{ tokens: [], states: [], lead: 0, runs: values.map(run) }],
};
const tried = (ask: OpenModel['ask']) => {
  const typed: OpenModel['typed'] = (text, most) => typedTokens(text, 'word', vocabulary, most);
  return ownSentence({ vocabulary, ask, typed, report }, typed('"saw', 9), published);
};

test('a sentence of one’s own is asked of the model as the published ones were, row by row at every value', async () => {
  const asked: Question[] = [];
  // Left alone it closes the quotation at the second token, held it goes on.
  const changes = tried(async (question) => {
    asked.push(question);
    const ids = [...question.prompt, 4, question.clamp ? 3 : 2];
    return { tokens: ids.map((id, place) => ({ id, value: question.clamp ? -1 : place / 10 })), next: [], told: null };
  });
  const seen: ShownChange[] = [];
  for await (const change of changes) seen.push(structuredClone(change));
  const question = { prompt: [2, 4], count: length, temperature: 0.8, neuron: 3, words: null };
  expect(asked).toEqual(
    [0, 1].flatMap((row) => [null, { neuron: 3, value: -0.5 }].map((clamp) => ({ ...question, row, clamp }))),
  );
  expect(seen.map(({ sentences }) => sentences[0]?.runs.map(({ rows }) => rows.length))).toEqual([
    [1, 1],
    [2, 2],
  ]);
  const { tokens, sentences } = seen.at(-1) ?? published;
  expect(sentences[0]).toMatchObject({ tokens: ['"', 'saw'], states: [0, 0.1] });
  expect(sentences[0]?.runs.map(({ rows, ends }) => [rows[1]?.map((place) => tokens[place]), ends])).toEqual([
    [
      ['saw', '"'],
      [1, 1],
    ],
    [
      ['saw', 'cat'],
      [-1, -1],
    ],
  ]);
});

test('it ends when the model is asked something else', async () => {
  expect((await tried(async () => null).next()).done).toBe(true);
});
