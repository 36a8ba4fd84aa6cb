/** How soon large files of vectors are read, and vectors learned. The numbers hold for two cores that are free. */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { afterAll, expect, it } from 'vitest';
import { random } from '../../runner/core/random.ts';
import { findVectors } from '../../runner/io/embeddings/find-vectors.ts';
import { trainSkipGram } from '../../runner/io/embeddings/skip-gram.ts';
import { withVectors } from '../../runner/io/formats/vectors/open-vectors.ts';
import { documentsOf, readCorpus } from '../../runner/text/corpus.ts';

const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
afterAll(() => rmSync(folder, { recursive: true }));
const seconds = (began: number) => (performance.now() - began) / 1000;

it('296 MB of text are searched for five thousand words within 1.5 seconds', async () => {
  const wantedBytes = 296e6;
  const { normal } = random(2);
  const numbers = Array.from({ length: 500 }, () => Array.from({ length: 100 }, () => normal().toFixed(5)).join(' '));
  const file = createWriteStream(join(folder, 'glove.txt'));
  let words = 0;
  for (let bytes = 0; bytes < wantedBytes; ) {
    const lines = Array.from({ length: 1000 }, () => `word${words} ${numbers[words++ % 500]}\n`).join('');
    bytes += lines.length;
    if (!file.write(lines)) await new Promise((resolve) => file.once('drain', resolve));
  }
  await finished(file.end());
  const vocabulary = Array.from({ length: 5000 }, (_, index) => `word${index * 60}`);
  const taken: number[] = [];
  for (let round = 0; round < 3; round++) {
    const began = performance.now();
    const found = await withVectors('glove.txt', folder, (reader) => findVectors(reader, 'glove.txt', vocabulary));
    taken.push(seconds(began));
    expect(found.words).toBe(words);
    expect(found.how.every((each) => each === 1)).toBe(true);
  }
  const best = Math.min(...taken);
  console.info(`296 MB of vectors: ${best.toFixed(2)} s, ${(296 / best).toFixed(0)} MB/s`);
  expect(best).toBeLessThan(1.5);
}, 300_000);

it('word2vec learns vectors of 100 numbers from the eight novels, five times over, within a minute', async () => {
  const settings = { unit: 'word', minimumCount: 10, proportion: 1, heldOut: 0.05, validation: 0.02 } as const;
  const corpus = await readCorpus({ source: ['stories'], ...settings }, { cwd: '.' });
  const began = performance.now();
  const documents = documentsOf(corpus, 'training');
  const host = { onProgress: () => {}, pause: async () => {} };
  await trainSkipGram({ documents, vocabulary: corpus.vocabulary.size, size: 100, seed: 0 }, host);
  console.info(`word2vec: ${seconds(began).toFixed(1)} s`);
  expect(seconds(began)).toBeLessThan(60);
}, 300_000);
