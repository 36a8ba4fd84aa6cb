/** The presets of the thesis' programs, run on texts like theirs: talks as XML in a zip, and a plain text. */
import { cpSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { loadCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { expected, vectorFile } from '../unit/io/formats/vectors/fixture.ts';
import { zipOf } from '../unit/io/formats/zip/zip-of.ts';
import { resultOf } from './here.ts';
import { folderWith, prose, training } from './texts.ts';

const folder = folderWith({}, 300);
const talk = (_: unknown, number: number) =>
  `<file id="${number}"><head><title>Not of the talk</title></head><content>${prose(16, number)}</content></file>`;
const talks = `<xml>${Array.from({ length: 40 }, talk).join('')}</xml>`;
folder.write('ted_en.zip', zipOf({ 'ted_en-20160408.xml': talks }));
folder.write('mother.txt', prose(300).replaceAll('cat', 'mother').replaceAll('sun', 'Elizabeth'));
cpSync(vectorFile('gensim-3.model'), folder.at('gensim-3.model'));

const corpusOf = (source: string) => ({ source, heldOut: 0.3, validation: 0.1 });
const about = { evidence: 'none', atlas: 'none', features: [{ name: 'sentence end', match: '[.?!]' }] };
function run(id: string, settings: object, says = /^/) {
  folder.write(`${id}.yaml`, stringify({ title: id, sample: { prompt: 'the cat' }, ...settings, ...about }));
  return resultOf(folder, [`${id}.yaml`], { says });
}

describe('the presets of the thesis', { timeout: 120_000 }, () => {
  it('thesis-lstm trains on talks in a zip and finds neurons in the text that it wrote', async () => {
    const { manifest, corpus, model, texts, detection, embedding, learningCurve } = await run('talks', {
      preset: 'thesis-lstm',
      corpus: corpusOf('ted_en.zip'),
      model: { units: 'auto', embedding: { size: 12 } },
      train: { epochs: 2, batch: 16 },
    });
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
    const { manifest, model, texts, detection } = await run('characters', {
      preset: 'thesis-rnn',
      corpus: corpusOf('text.txt'),
      model: { units: 'auto' },
      train: { epochs: 1 },
    });
    // And one for characters that it has not seen.
    const alphabet = new Set(prose(300)).size + 1;
    expect(model).toMatchObject({ cell: 'rnn', embedding: 0, units: alphabet, vocabulary: alphabet });
    expect(manifest.model.units).toBe(alphabet);
    expect(manifest.train).toMatchObject({ batch: 1, window: 25, clipValue: 0.2, clipNorm: null });
    expect(texts.sampled.tokens.length - texts.sampled.promptLength).toBe(300);
    expect(detection).toMatchObject({ by: 'fourier', on: 'sampled', band: [0.4, 0.5] });
  });

  it("learns a gensim model's vectors further on the corpus, with those of tokens that it lacks", async () => {
    const { embedding } = await run(
      'further',
      {
        corpus: { ...corpusOf('mother.txt'), minimumCount: 1 },
        model: { units: 8, embedding: { from: 'gensim-3.model', further: true, trainable: false } },
        train: training(1),
        sample: { prompt: 'the dog', length: 20 },
        figures: { words: 9 },
      },
      /All are learned further on the training text\./,
    );
    expect(embedding).toMatchObject({ from: 'gensim-3.model', further: true, words: 10, found: 3 });
    expect(embedding?.projection?.points).toHaveLength(9);
    const { weights, vocabulary } = await loadCheckpoint(folder.at('runs/further/checkpoint'));
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
