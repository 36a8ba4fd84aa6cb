/** The largest model as a page loads it, beside the weights that it was packed from, on a text that neither was trained on. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';
import { at, item } from '../../../../../runner/core/at.ts';
import type { Result } from '../../../../../runner/experiment/results/schema.ts';
import { type BrowserModel, decodeModel } from '../../../../../site/browser/live/model.ts';
import { createSession } from '../../../../../site/browser/live/session.ts';
import { packedModel } from '../../../../../site/data/live-model.ts';

const folder = join('models', 'stories-lstm');
const length = 200;
const neuron = 408;

interface Reading {
  expected: Float32Array;
  value: number;
}

/** [tokens] What is expected after each, and the neuron. */
function readings(model: BrowserModel, ids: readonly number[]): Reading[] {
  const session = createSession(model, 'hidden.1', []);
  return ids.map((_, last) => {
    session.begin({ prompt: ids.slice(0, last + 1), count: 0, temperature: 1, row: 0 });
    while (session.step());
    const value = session.tokens[last]?.components['hidden.1']?.[neuron] ?? Number.NaN;
    return { expected: session.after() ?? new Float32Array(), value };
  });
}

let packed: Uint8Array<ArrayBuffer>;
let json: string;
beforeAll(async () => {
  packed = await packedModel(folder);
  json = await readFile(join(folder, 'model.json'), 'utf8');
});
const unpacked = () => decodeModel(json, new Uint8Array(gunzipSync(packed)), true);

it('is 4 MB at most', () => {
  expect(packed.length).toBeLessThan(4e6);
});

it('expects what the whole model expects, as the page says', async () => {
  const whole = decodeModel(json, new Uint8Array(await readFile(join(folder, 'weights.safetensors'))));
  const result = JSON.parse(await readFile('public/results/quotes/result.json', 'utf8')) as Result;
  const ids = result.texts.observed.tokens
    .slice(0, length)
    .map((token) => Math.max(0, whole.vocabulary.indexOf(token)));
  const [own, other] = [readings(whole, ids), readings(unpacked(), ids)];
  const mark = whole.vocabulary.indexOf('"');
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

it('is refused where it is cut off', () => {
  expect(() => decodeModel(json, new Uint8Array(gunzipSync(packed)).slice(1), true)).toThrow(
    /its weights take \d+ bytes/,
  );
});
