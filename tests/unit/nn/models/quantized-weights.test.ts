/** The largest model as a page loads it, beside the weights that it was packed from, on a text that neither was trained on. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { softmax } from '../../../../runner/analysis/stats/logits.ts';
import { at, item } from '../../../../runner/core/at.ts';
import type { Result } from '../../../../runner/experiment/results/schema.ts';
import { open, type TextModel } from '../../../../runner/read.ts';
import { packedModel } from '../../../../site/data/live-model.ts';

const folder = join('models', 'stories-lstm');
const length = 60;
const neuron = 408;

let packed: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  packed = await packedModel(folder);
});

it('is 4 MB at most', () => {
  expect(packed.length).toBeLessThan(4e6);
});

it('expects what the whole model expects, as the page says', async () => {
  const file = async (name: string) => new Uint8Array(await readFile(join(folder, name)));
  const model = await file('model.json');
  const [whole, small] = [
    await open({ model, weights: await file('weights.safetensors') }),
    await open({ model, weights: packed }),
  ];
  const result = JSON.parse(await readFile('public/results/quotes/result.json', 'utf8')) as Result;
  const ids = result.texts.observed.tokens
    .slice(0, length)
    .map((token) => Math.max(0, whole.vocabulary.indexOf(token)));
  const { vocabulary } = whole;
  /** [tokens] What is expected after each, and the neuron. */
  const readings = async (own: TextModel) => {
    const reading = await own.read(ids, { record: ['hidden.1'], logits: true });
    return ids.map((_, place) => ({
      expected: softmax(reading.logits.slice(place * vocabulary.length, (place + 1) * vocabulary.length)),
      value: at(reading.neuron('hidden.1', neuron), place),
    }));
  };
  const [own, other] = [await readings(whole), await readings(small)];
  type Reading = (typeof own)[number];
  const mark = vocabulary.indexOf('"');
  const best = (all: Float32Array): number => all.reduce((most, p, id) => (p > (all[most] ?? 0) ? id : most), 0);
  const meanOf = (difference: (whole: Reading, packed: Reading) => number): number =>
    own.reduce((sum, each, place) => sum + difference(each, item(other, place)) / length, 0);
  const likeliest = meanOf((a, b) => Number(best(a.expected) === best(b.expected)));
  const away = meanOf((a, b) => a.expected.reduce((sum, p, id) => sum + Math.abs(p - at(b.expected, id)) / 2, 0));
  const ofMark = meanOf((a, b) => Math.abs(at(a.expected, mark) - at(b.expected, mark)));
  const ofNeuron = meanOf((a, b) => Math.abs(a.value - b.value));
  // The likeliest token; the share of probability that is elsewhere; that of the closing mark; the neuron, from -1 to 1.
  expect(likeliest).toBeGreaterThan(0.97);
  expect(away).toBeLessThan(0.02);
  expect(ofMark).toBeLessThan(0.003);
  expect(ofNeuron).toBeLessThan(0.015);
});
