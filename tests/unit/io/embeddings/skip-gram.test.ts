import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { found } from '../../../../runner/io/embeddings/find-vectors.ts';
import { keptShares, trainSkipGram } from '../../../../runner/io/embeddings/skip-gram.ts';
import { vectorFile } from '../formats/vectors/fixture.ts';
import { aliceIds, aliceTask, nearestOf, shared } from './alice.ts';

/** Made by fastText: tests/fixtures/vectors/make-neighbours.ts. */
const fastText: { documents: number; vocabulary: number; seeds: [number[][], number[][]] } = JSON.parse(
  readFileSync(vectorFile('neighbours.json'), 'utf8'),
);
const host = { onProgress: () => {}, pause: async () => {} };

/** Sentences that speak of one of two subjects, each with ten words of its own and five that both use. */
function sentences(count: number): { ids: Int32Array }[] {
  const { below } = random(8);
  return Array.from({ length: count }, () => {
    const subject = 10 * below(2);
    const ids = Int32Array.from({ length: 12 }, () => (below(4) === 0 ? 20 + below(5) : subject + below(10)));
    return { ids };
  });
}

/** The mean cosine of the vectors of a token and of others. @param rows [tokens, 10]. */
function nearness(rows: Float32Array, id: number, others: readonly number[]): number {
  const of = (each: number) => rows.subarray(10 * each, 10 * each + 10);
  const cosines = others.map((other) => {
    const product = of(id).reduce((sum, value, place) => sum + value * (of(other)[place] ?? 0), 0);
    return product / Math.hypot(...of(id)) / Math.hypot(...of(other));
  });
  return cosines.reduce((sum, value) => sum + value, 0) / others.length;
}

const task = { documents: sentences(400), vocabulary: 25, size: 10, seed: 1, epochs: 15 };

it('trainSkipGram goes on from given vectors, and learns those of the tokens that are not among them', async () => {
  const taught = await trainSkipGram(task, host);
  // Tokens 0 to 4 are new: they are known by the company they keep, the given ones move little.
  const how = Uint8Array.from({ length: 25 }, (_, id) => (id < 5 ? found.missing : found.asWritten));
  const rows = taught.map((value, index) => (index < 50 ? 0 : value));
  const further = await trainSkipGram({ ...task, epochs: 5, start: { rows, how } }, host);
  const afresh = await trainSkipGram({ ...task, epochs: 5 }, host);
  const distance = (from: Float32Array, to: Float32Array, first: number) =>
    Math.hypot(...from.slice(10 * first).map((value, index) => value - (to[10 * first + index] ?? 0)));
  expect(distance(further, taught, 5)).toBeLessThan(distance(afresh, taught, 5));
  expect(nearness(further, 2, [5, 6, 7, 8, 9])).toBeGreaterThan(nearness(further, 2, [10, 11, 12, 13, 14]) + 0.3);
});

it('trainSkipGram can be stopped', async () => {
  const long = { ...task, documents: sentences(10_000) };
  const stop = () => Promise.reject(new Error('stopped'));
  await expect(trainSkipGram(long, { ...host, pause: stop })).rejects.toThrow('stopped');
});

it('of Alice it learns the same neighbours as fastText does, as far as fastText agrees with itself', async () => {
  const { documents, vocabulary } = await aliceIds();
  expect([documents.length, vocabulary]).toEqual([fastText.documents, fastText.vocabulary]);
  const ours = nearestOf(await trainSkipGram({ documents, vocabulary, ...aliceTask }, host));
  const [first, second] = fastText.seeds;
  const agreement = shared(first, second);
  const chance = 10 / 249;
  expect(agreement).toBeGreaterThan(5 * chance);
  expect(shared(ours, first)).toBeGreaterThan(0.9 * agreement);
  expect(shared(ours, second)).toBeGreaterThan(0.9 * agreement);
});

it('keptShares are those of word2vec.c: with 1e-3, of a word that is a tenth of the text 11 %', () => {
  const [tenth, rare] = keptShares(Float64Array.of(10_000, 90, 89_910));
  expect(tenth).toBeCloseTo((Math.sqrt(0.1 / 1e-3) + 1) * (1e-3 / 0.1), 12);
  expect(rare).toBe(1);
});
