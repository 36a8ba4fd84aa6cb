import { describe, expect, it } from 'vitest';
import { resolveManifest } from '../../../../runner/experiment/manifest/resolve.ts';
import { folder } from './folder.ts';

const { load } = folder();
const settings = (data: object) => {
  const resolution = resolveManifest({ title: 'Thesis', ...data });
  if ('problems' in resolution) throw new Error(resolution.problems.map(({ what }) => what).join('; '));
  return resolution.manifest;
};

it.each([
  [
    'code',
    {
      corpus: { unit: 'character' },
      model: { cell: 'lstm', units: 256, embedding: { size: 0 } },
      record: { layer: 1, component: 'cell' },
      features: [
        { name: 'inside a comment' },
        { name: 'inside a string' },
        { name: 'depth of braces', number: true },
        { name: 'indentation', number: true },
        { name: 'column', number: true },
      ],
    },
  ],
  [
    'agreement',
    {
      corpus: { source: ['agreement'], unit: 'word', heldOut: 0.25 },
      model: { cell: 'lstm', units: 64 },
      record: { layer: 1, component: 'cell' },
      features: [{ name: 'subject is plural' }, { name: 'subject is singular' }],
      pairs: [{ source: 'agreement', by: ['subject', 'differing'], across: 'differing', cluster: 'frame', scan: true }],
    },
  ],
  [
    // What the program of the thesis' LSTM does by default.
    'thesis-lstm',
    {
      corpus: { unit: 'word', minimumCount: 10, proportion: 1, validation: 0.02 },
      model: { cell: 'lstm', units: 672, layers: 1, embedding: { size: 300, from: 'word2vec', trainable: false } },
      train: {
        // Eight tokens are read and the ninth predicted, in the order of the text, without rare words.
        ...{ objective: 'last', window: 8, dropRare: true, shuffle: false, flipInput: false },
        ...{ batch: 352, epochs: 100, patience: 2, dropout: 0.44 },
        // One rate without warm-up and without clipping: eta brings nothing along.
        ...{ clipNorm: null, clipValue: null },
        optimizer: { name: 'rmsprop', learningRate: 5e-5, schedule: 'constant', warmUp: 0, alpha: 0.9, epsilon: 1e-7 },
      },
      sample: { length: 200 },
      record: { layer: 1, component: 'output' },
      detect: { by: 'relevance', on: 'sampled', count: 2, neighbours: 1 },
      fourier: { band: [0.4, 0.5] },
      figures: { heatmap: true, words: 0 },
    },
  ],
  [
    // That of its RNN, which clips at 5 what it sums over 25 steps: .2 for the mean.
    'thesis-rnn',
    {
      corpus: { unit: 'character' },
      model: { cell: 'rnn', units: 224, layers: 1, initialization: 'he', embedding: { size: 0 } },
      train: {
        ...{ objective: 'every', window: 25, batch: 1, epochs: 10, patience: null, dropout: 0 },
        ...{ clipNorm: null, clipValue: 0.2 },
        optimizer: { name: 'rmsprop', learningRate: 9e-5, alpha: 0.9, schedule: 'constant' },
      },
      sample: { length: 300 },
      detect: { by: 'fourier', on: 'sampled' },
    },
  ],
])('preset: %s shows its settings in the resolved manifest', (preset, expected) => {
  expect(settings({ preset })).toMatchObject({ preset, ...expected });
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
    expect(settings({ preset: 'code', features: [{ name: 'a', match: 'a' }] }).features).toHaveLength(1);
    // Sets of pairs of one's own are told as the preset tells its own.
    const own = settings({ preset: 'agreement', pairs: [{ source: 'a.tsv', before: 'the key is old. ' }] });
    expect(own.pairs).toMatchObject([
      {
        source: 'a.tsv',
        name: 'agreement',
        by: ['subject', 'differing'],
        mark: 'subject',
        across: 'differing',
        scan: true,
      },
    ]);
    expect(own.pairs?.[0]).not.toHaveProperty('cluster');
    expect(
      settings({ preset: 'agreement', pairs: [{ source: 'a.tsv', by: ['verb'], scan: false }] }).pairs,
    ).toMatchObject([{ by: ['verb'], scan: false }]);
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
  expect(resolution.problems[0].why).toMatch(/thesis-lstm.*thesis-rnn/);
});
