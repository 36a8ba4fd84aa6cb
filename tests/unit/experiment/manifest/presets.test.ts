import { describe, expect, it } from 'vitest';
import { resolveManifest } from '../../../../runner/experiment/manifest/resolve.ts';
import { folder } from './folder.ts';

const { load } = folder();
const settings = (data: object) => {
  const resolution = resolveManifest({ title: 'Thesis', ...data });
  if ('problems' in resolution) throw new Error(resolution.problems.map(({ what }) => what).join('; '));
  return resolution.manifest;
};

describe('preset: code', () => {
  it('asks a network of characters for comments, strings, depth, indentation and column; what is stated counts first', () => {
    const { corpus, model, features, record } = settings({ preset: 'code', model: { units: 64 } });
    expect(corpus.unit).toBe('character');
    expect(model).toMatchObject({ cell: 'lstm', units: 64, embedding: { size: 0 } });
    expect(record).toEqual({ layer: 1, component: 'cell' });
    expect(features.map((each) => typeof each === 'object' && [each.name, each.number === true])).toEqual([
      ['inside a comment', false],
      ['inside a string', false],
      ['depth of braces', true],
      ['indentation', true],
      ['column', true],
    ]);
    expect(settings({ preset: 'code', features: [{ name: 'a', match: 'a' }] }).features).toHaveLength(1);
  });
});

describe('preset: thesis-lstm', () => {
  const { corpus, model, train, sample, detect, record, fourier, figures, preset } = settings({
    preset: 'thesis-lstm',
  });

  it('sets what the program of the LSTM does by default, and the resolved manifest shows it', () => {
    expect(preset).toBe('thesis-lstm');
    expect(corpus).toMatchObject({ unit: 'word', minimumCount: 10, proportion: 1, validation: 0.02 });
    expect(model).toMatchObject({ cell: 'lstm', units: 672, layers: 1 });
    expect(model.embedding).toEqual({ size: 300, from: 'word2vec', trainable: false });
    expect(sample.length).toBe(200);
    expect(record).toEqual({ layer: 1, component: 'output' });
    expect(detect).toEqual({ by: 'relevance', on: 'sampled', count: 2, neighbours: 1 });
    expect(fourier.band).toEqual([0.4, 0.5]);
    expect(figures).toMatchObject({ heatmap: true, words: 0 });
  });

  it('trains at one rate without warm-up and without clipping: eta brings nothing along', () => {
    expect(train.optimizer).toEqual({
      ...{ name: 'rmsprop', learningRate: 5e-5, schedule: 'constant', warmUp: 0, alpha: 0.9, epsilon: 1e-7 },
    });
    expect(train).toMatchObject({ clipNorm: null, clipValue: null });
  });

  it('reads eight tokens, predicts the ninth, in the order of the text, without rare words', () => {
    expect(train).toMatchObject({ objective: 'last', window: 8, dropRare: true, shuffle: false, flipInput: false });
    expect(train).toMatchObject({ batch: 352, epochs: 100, patience: 2, dropout: 0.44 });
  });
});

describe('preset: thesis-rnn', () => {
  const { corpus, model, train, sample, detect } = settings({ preset: 'thesis-rnn' });

  it('sets what the program of the RNN does by default', () => {
    expect(corpus.unit).toBe('character');
    expect(model).toMatchObject({ cell: 'rnn', units: 224, layers: 1, initialization: 'he', embedding: { size: 0 } });
    expect(train).toMatchObject({ objective: 'every', window: 25, batch: 1, epochs: 10, patience: null, dropout: 0 });
    expect(train.optimizer).toMatchObject({ name: 'rmsprop', learningRate: 9e-5, alpha: 0.9, schedule: 'constant' });
    expect(sample.length).toBe(300);
    expect(detect).toMatchObject({ by: 'fourier', on: 'sampled' });
  });

  it('clips at 5 what it sums over 25 steps, which is .2 for the mean', () => {
    expect(train).toMatchObject({ clipNorm: null, clipValue: 0.2 });
  });
});

describe('what the manifest states itself', () => {
  const train = (own: object, preset = 'thesis-lstm') => settings({ preset, train: own }).train;

  it('counts before the preset, key by key', () => {
    const manifest = settings({
      preset: 'thesis-lstm',
      model: { units: 32 },
      train: { optimizer: { learningRate: 1 } },
    });
    expect(manifest.model).toMatchObject({ units: 32, embedding: { from: 'word2vec' } });
    expect(manifest.train.optimizer).toMatchObject({ name: 'rmsprop', learningRate: 1, schedule: 'constant' });
  });

  it('may be another optimizer, whose rate stays constant', () => {
    for (const optimizer of ['adadelta', { name: 'adadelta' }]) {
      expect(train({ optimizer }).optimizer).toMatchObject({
        name: 'adadelta',
        schedule: 'constant',
        warmUp: 0,
        rho: 0.95,
      });
    }
  });

  it('takes the place of what would contradict it', () => {
    expect(train({ objective: 'every' })).toMatchObject({ objective: 'every', dropRare: false });
    expect(train({ clipNorm: 1 }, 'thesis-rnn')).toMatchObject({ clipNorm: 1, clipValue: null });
    expect(settings({ preset: 'thesis-rnn', neurons: [3] }).detect.by).toBe('none');
    expect(settings({ preset: 'thesis-lstm', model: { embedding: 0, units: 9 } }).model.embedding).toMatchObject({
      size: 0,
      from: 'random',
    });
    expect(
      settings({ preset: 'thesis-rnn', model: { embedding: { from: 'word2vec', size: 7 } } }).model.embedding.size,
    ).toBe(7);
    expect(settings({ preset: 'thesis-rnn', model: { embedding: 12 } }).model.embedding.size).toBe(12);
    expect(settings({ preset: 'thesis-lstm', model: { checkpoint: 'm' } }).model.embedding.from).toBe('random');
  });

  it('works as an override, and with the preset given by one', async () => {
    const { manifest, id } = await load(['preset=thesis-rnn', 'train.window=10'], 'title: A\n');
    expect(manifest.train).toMatchObject({ window: 10, batch: 1 });
    expect(id).toContain('thesis-rnn');
    const { manifest: other } = await load(['model.units=8'], 'title: B\npreset: thesis-lstm\nmodel:\n');
    expect(other.model).toMatchObject({ units: 8, embedding: { from: 'word2vec' } });
  });
});

it('a preset that there is not is said so, with those that there are', () => {
  const resolution = resolveManifest({ title: 'A', preset: 'thesis' });
  if (!('problems' in resolution)) throw new Error('it was taken');
  expect(`${resolution.problems[0].what} ${resolution.problems[0].fix}`).toMatch(/thesis-lstm.*thesis-rnn/);
});
