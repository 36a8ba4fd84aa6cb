import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { item } from '../../../../../runner/core/at.ts';
import { openWriter } from '../../../../../runner/experiment/change.ts';
import { referenceEngine } from '../../../../../runner/nn/engines/reference/engine.ts';
import { Vocabulary } from '../../../../../runner/text/vocabulary.ts';
import { decodeModel } from '../../../../../site/browser/live/model.ts';
import type { OpenModel } from '../../../../../site/browser/live/open.ts';
import { ownSentence } from '../../../../../site/browser/live/own-sentence.ts';
import { createSession } from '../../../../../site/browser/live/session.ts';
import { report, typedTokens } from '../../../../../site/browser/live/typed.ts';
import type { ShownChange } from '../../../../../site/words/change.ts';

const folder = join('tests', 'fixtures', 'reference', 'lstm');
const [neuron, rows, length, temperature] = [3, 4, 6, 0.8];
const values = [null, -0.5, 0.5];

async function opened(): Promise<{ model: OpenModel; network: ReturnType<typeof decodeModel> }> {
  const network = decodeModel(
    await readFile(join(folder, 'model.json'), 'utf8'),
    new Uint8Array(await readFile(join(folder, 'weights.safetensors'))),
  );
  const vocabulary = new Vocabulary(network.vocabulary);
  const ask: OpenModel['ask'] = async ({ hold, neuron: watched, words: _, ...plan }) => {
    const session = createSession(network, 'hidden.1', [0], hold);
    session.begin(plan);
    while (session.step());
    const tokens = session.tokens.map(({ id, components }) => ({ id, value: components['hidden.1']?.[watched] ?? 0 }));
    return { tokens, next: [], told: null };
  };
  const typed: OpenModel['typed'] = (text, most) => typedTokens(text, 'word', vocabulary, most);
  return { model: { vocabulary, ask, typed, report }, network };
}

test('a sentence of one’s own is continued as the runner continues its own', async () => {
  const { model, network } = await opened();
  const runs = values.map((value) => ({
    value,
    rows: Array<number[]>(rows).fill(Array<number>(length).fill(0)),
    ends: Array<number>(rows).fill(-1),
  }));
  const published: ShownChange = {
    ...{ schema: 1, key: '', component: 'hidden', layer: 1, neuron, feature: 'inside quotes', temperature },
    ...{ usual: { inside: -0.5, outside: 0.5 }, tokens: ['cat'] },
    sentences: [{ tokens: [], states: [], lead: 0, runs }],
  };
  const typed = model.typed('the cat saw', 9);
  const seen: ShownChange[] = [];
  for await (const change of ownSentence(model, typed, published)) seen.push(structuredClone(change));
  expect(seen.map(({ sentences }) => sentences[0]?.runs.map((run) => run.rows.length))).toEqual(
    Array.from({ length: rows }, (_, row) => values.map(() => row + 1)),
  );
  const whole = item(seen, rows - 1);
  const sentence = item(whole.sentences, 0);
  expect(sentence.tokens).toEqual(['the', ' ', 'cat', ' ', 'saw']);
  const writer = await openWriter({
    ...{ engine: referenceEngine, network, held: { component: 'hidden', layer: 1, neuron } },
    ...{ values, rows, length, temperature, never: [0] },
  });
  const { rows: written, states } = await writer.after(Int32Array.from(typed.ids), 0, async () => {});
  const names = (ids: Iterable<number>) => Array.from(ids, (id) => network.vocabulary[id]);
  expect(sentence.runs.flatMap((run) => run.rows.map((row) => row.map((place) => whole.tokens[place])))).toEqual(
    written.map(names),
  );
  for (const [place, state] of states.entries()) expect(sentence.states[place]).toBeCloseTo(state, 5);
});

test('it ends when the model is asked something else', async () => {
  const { model } = await opened();
  const busy: OpenModel = { ...model, ask: async () => null };
  const published = { sentences: [{ runs: [{ value: null, rows: [[0]], ends: [-1] }] }], tokens: [] };
  const tried = ownSentence(busy, model.typed('the cat', 9), published as unknown as ShownChange);
  expect((await tried.next()).done).toBe(true);
});
