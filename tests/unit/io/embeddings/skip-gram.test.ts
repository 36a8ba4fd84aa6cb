import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
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

function cosine(rows: Float32Array, size: number, a: number, b: number): number {
  const [x, y] = [a, b].map((id) => [...rows.subarray(id * size, (id + 1) * size)]) as [number[], number[]];
  const product = x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
  return product / Math.hypot(...x) / Math.hypot(...y);
}

describe('trainSkipGram', () => {
  const task = { documents: sentences(400), vocabulary: 25, size: 10, seed: 1, epochs: 15 };

  it('brings words that stand in the same places together', async () => {
    const rows = await trainSkipGram(task, host);
    const mean = (others: (id: number) => number[]) => {
      const pairs = Array.from({ length: 20 }, (_, id) =>
        others(id).map((other) => cosine(rows, 10, id, other)),
      ).flat();
      return pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
    };
    const sameSubject = (id: number) => (id < 10 ? 0 : 10);
    const own = (id: number) => Array.from({ length: 10 }, (_, k) => sameSubject(id) + k).filter((each) => each !== id);
    const other = (id: number) => Array.from({ length: 10 }, (_, k) => 10 - sameSubject(id) + k);
    expect(mean(own) - mean(other)).toBeGreaterThan(0.5);
  });

  it('gives the same vectors for a seed, and others for another', async () => {
    const short = { ...task, epochs: 1 };
    const rows = await trainSkipGram(short, host);
    expect(await trainSkipGram(short, host)).toEqual(rows);
    expect(await trainSkipGram({ ...short, seed: 2 }, host)).not.toEqual(rows);
  });

  it('goes on from given vectors, and learns those of the tokens that are not among them', async () => {
    const taught = await trainSkipGram(task, host);
    // Tokens 0 to 4 are new: they are known by the company they keep, the given ones move little.
    const how = Uint8Array.from({ length: 25 }, (_, id) => (id < 5 ? found.missing : found.asWritten));
    const rows = taught.map((value, index) => (index < 50 ? 0 : value));
    const further = await trainSkipGram({ ...task, epochs: 5, start: { rows, how } }, host);
    const afresh = await trainSkipGram({ ...task, epochs: 5 }, host);
    const distance = (from: Float32Array, to: Float32Array, first: number) =>
      Math.hypot(...from.slice(10 * first).map((value, index) => value - (to[10 * first + index] ?? 0)));
    expect(distance(further, taught, 5)).toBeLessThan(distance(afresh, taught, 5));
    const near = (rowsOf: Float32Array, other: number) => cosine(rowsOf, 10, 2, other);
    const mean = (ids: number[]) => ids.reduce((sum, id) => sum + near(further, id), 0) / ids.length;
    expect(mean([5, 6, 7, 8, 9])).toBeGreaterThan(mean([10, 11, 12, 13, 14]) + 0.3);
  });

  it('can be stopped', async () => {
    const long = { ...task, documents: sentences(10_000) };
    const stop = () => Promise.reject(new Error('stopped'));
    await expect(trainSkipGram(long, { ...host, pause: stop })).rejects.toThrow('stopped');
  });
});

it('of Alice it learns the same neighbours as fastText does, as far as fastText agrees with itself', async () => {
  const { documents, vocabulary } = await aliceIds();
  expect({ documents: documents.length, vocabulary }).toMatchObject({
    documents: fastText.documents,
    vocabulary: fastText.vocabulary,
  });
  const ours = nearestOf(await trainSkipGram({ documents, vocabulary, ...aliceTask }, host));
  const [one, other] = fastText.seeds;
  const agreement = shared(one, other);
  const chance = 10 / 249;
  expect(agreement).toBeGreaterThan(5 * chance);
  expect(shared(ours, one)).toBeGreaterThan(0.9 * agreement);
  expect(shared(ours, other)).toBeGreaterThan(0.9 * agreement);
});

it('keptShares are those of word2vec.c: with 1e-3, of a word that is a tenth of the text 11 %', () => {
  const [tenth, rare] = keptShares(Float64Array.of(10_000, 90, 89_910));
  expect(tenth).toBeCloseTo((Math.sqrt(0.1 / 1e-3) + 1) * (1e-3 / 0.1), 12);
  expect(rare).toBe(1);
});
