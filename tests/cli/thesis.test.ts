/** The presets of the thesis' programs, run on texts like theirs: talks as XML in a zip, and a plain text. */
import { cpSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readResult } from '../../runner/experiment/results/read.ts';
import { loadCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { expected, vectorFile } from '../unit/io/formats/vectors/fixture.ts';
import { zipOf } from '../unit/io/formats/zip/zip-of.ts';
import { workFolder } from './command.ts';
import { experimentHere } from './here.ts';
import { prose } from './texts.ts';

const folder = workFolder();
const talk = (number: number) =>
  `<file id="${number}"><head><title>Not of the talk</title></head><content>${prose(16, number)}</content></file>`;
folder.write(
  'ted_en.zip',
  zipOf({ 'ted_en-20160408.xml': `<xml>${Array.from({ length: 40 }, (_, index) => talk(index)).join('')}</xml>` }),
);
folder.write('text.txt', prose(300));
const quick = { heldOut: 0.3, validation: 0.1 };
const about = { evidence: 'none', atlas: 'none', features: [{ name: 'sentence end', match: '[.?!]' }] };
/** @returns what it says meanwhile. */
async function run(id: string, settings: object, words: readonly string[] = []): Promise<string> {
  folder.write(`${id}.yaml`, stringify({ title: id, ...settings, ...about }));
  const { code, stderr } = await experimentHere(folder, [`${id}.yaml`, ...words]);
  expect(code, stderr).toBe(0);
  return stderr;
}
const resultOf = (id: string) => readResult(folder.at('public/results', id));

describe('the presets of the thesis', { timeout: 120_000 }, () => {
  it('thesis-lstm trains on talks in a zip and finds neurons in the text that it wrote', async () => {
    await run('talks', {
      preset: 'thesis-lstm',
      corpus: { source: 'ted_en.zip', ...quick },
      model: { units: 'auto', embedding: { size: 12 } },
      train: { epochs: 2, batch: 16 },
      sample: { prompt: 'the cat' },
    });
    const { manifest, corpus, model, texts, detection, embedding, learningCurve } = await resultOf('talks');
    expect(corpus.documents).toBe(40);
    // `Auto`: as many units as the vectors have numbers.
    expect(model).toMatchObject({ cell: 'lstm', units: 12, embedding: 12 });
    expect(manifest.train).toMatchObject({
      objective: 'last',
      window: 8,
      clipNorm: null,
      clipValue: null,
      dropout: 0.44,
    });
    expect(manifest.train.optimizer).toMatchObject({ name: 'rmsprop', learningRate: 5e-5, schedule: 'constant' });
    // One rate in every epoch, with no warm-up in the first.
    expect(learningCurve?.epochs.map(({ learningRate }) => learningRate)).toEqual([0, 5e-5, 5e-5]);
    expect(texts.sampled.tokens.length - texts.sampled.promptLength).toBe(200);
    expect(texts.sampled.tokens.join('')).not.toContain('Not of the talk');
    expect(detection).toMatchObject({ on: 'sampled', by: 'relevance', count: 2 });
    // Word2vec's vectors, which training leaves as they are; no picture of them unless one asks.
    expect(embedding).toMatchObject({ from: 'word2vec', trainable: false, projection: null });
  });

  it('thesis-rnn trains on characters, with as many units as there are characters where they are auto', async () => {
    await run('characters', {
      preset: 'thesis-rnn',
      corpus: { source: 'text.txt', ...quick },
      model: { units: 'auto' },
      train: { epochs: 1 },
      sample: { prompt: 'the cat' },
    });
    const { manifest, model, texts, detection } = await resultOf('characters');
    // And one for characters that it has not seen.
    const alphabet = new Set(prose(300)).size + 1;
    expect(model).toMatchObject({ cell: 'rnn', embedding: 0, units: alphabet, vocabulary: alphabet });
    expect(manifest.model.units).toBe(alphabet);
    expect(manifest.train).toMatchObject({ batch: 1, window: 25, clipValue: 0.2, clipNorm: null });
    expect(texts.sampled.tokens.length - texts.sampled.promptLength).toBe(300);
    expect(detection).toMatchObject({ by: 'fourier', on: 'sampled', band: [0.4, 0.5] });
  });

  it("learns a gensim model's vectors further on the corpus, with those of tokens that it lacks", async () => {
    cpSync(vectorFile('gensim-3.model'), folder.at('gensim-3.model'));
    folder.write('mother.txt', prose(300).replaceAll('cat', 'mother').replaceAll('sun', 'Elizabeth'));
    const settings = {
      corpus: { source: 'mother.txt', minimumCount: 1, ...quick },
      model: { units: 8, embedding: { from: 'gensim-3.model', further: true, trainable: false } },
      train: { epochs: 1, batch: 8, window: 8 },
      sample: { prompt: 'the dog', length: 20 },
    };
    const stderr = await run('further', settings, ['figures.words=9']);
    expect(stderr).toContain('All are learned further on the training text.');
    const { embedding } = await resultOf('further+figures.words-9');
    expect(embedding).toMatchObject({ from: 'gensim-3.model', further: true, words: 10, found: 3 });
    expect(embedding?.projection?.points).toHaveLength(9);
    const { weights, vocabulary } = await loadCheckpoint(folder.at('runs/further+figures.words-9/checkpoint'));
    const row = (token: string) => {
      const at = vocabulary.indexOf(token);
      return [...(weights['embedding.weight']?.data.subarray(5 * at, 5 * at + 5) ?? [])];
    };
    const given = expected.vectors[expected.words.indexOf('mother')] ?? [];
    const moved = Math.hypot(...row('mother').map((value, index) => value - (given[index] ?? 0)));
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(Math.hypot(...given));
    // Those of a new word do not stand where they were drawn, within a tenth of one number.
    expect(Math.hypot(...row('dog'))).toBeGreaterThan(0.1);
  });
});
