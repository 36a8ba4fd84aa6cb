import { expect, it } from 'vitest';
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

const adadelta = { optimizer: { name: 'adadelta', schedule: 'constant', warmUp: 0, rho: 0.95 } };

it.each<[preset: string, object, object]>([
  ['thesis-lstm', { model: { units: 32 } }, { model: { units: 32, embedding: { from: 'word2vec' } } }],
  [
    'thesis-lstm',
    { train: { optimizer: { learningRate: 1 } } },
    { train: { optimizer: { name: 'rmsprop', learningRate: 1, schedule: 'constant' } } },
  ],
  ['code', { features: [{ name: 'a', match: 'a' }] }, { features: [{ name: 'a', match: 'a' }] }],
  // Another optimizer's rate stays constant.
  ['thesis-lstm', { train: { optimizer: 'adadelta' } }, { train: adadelta }],
  ['thesis-lstm', { train: { optimizer: { name: 'adadelta' } } }, { train: adadelta }],
  // What would contradict it gives way.
  ['thesis-lstm', { train: { objective: 'every' } }, { train: { objective: 'every', dropRare: false } }],
  ['thesis-rnn', { train: { clipNorm: 1 } }, { train: { clipNorm: 1, clipValue: null } }],
  ['thesis-rnn', { neurons: [3] }, { detect: { by: 'none' } }],
  ['thesis-lstm', { model: { embedding: 0, units: 9 } }, { model: { embedding: { size: 0, from: 'random' } } }],
  ['thesis-rnn', { model: { embedding: { from: 'word2vec', size: 7 } } }, { model: { embedding: { size: 7 } } }],
  ['thesis-rnn', { model: { embedding: 12 } }, { model: { embedding: { size: 12 } } }],
  ['thesis-lstm', { model: { checkpoint: 'm' } }, { model: { embedding: { from: 'random' } } }],
])('what the manifest states itself counts before the preset %s, key by key: %o', (preset, own, expected) => {
  expect(settings({ preset, ...own })).toMatchObject(expected);
});

it('sets of pairs of one’s own are told as the preset tells its own', () => {
  const told = (own: object) => settings({ preset: 'agreement', pairs: [{ source: 'a.tsv', ...own }] }).pairs?.[0];
  const as = { name: 'agreement', by: ['subject', 'differing'], mark: 'subject', across: 'differing', scan: true };
  expect(told({ before: 'the key is old. ' })).toMatchObject({ source: 'a.tsv', ...as });
  expect(told({})).not.toHaveProperty('cluster');
  expect(told({ by: ['verb'], scan: false })).toMatchObject({ by: ['verb'], scan: false });
});

it('a preset can be given by an override, and overridden', async () => {
  const { manifest, id } = await load(['preset=thesis-rnn', 'train.window=10'], 'title: A\n');
  expect(manifest.train).toMatchObject({ window: 10, batch: 1 });
  expect(id).toContain('thesis-rnn');
  const { manifest: other } = await load(['model.units=8'], 'title: B\npreset: thesis-lstm\nmodel:\n');
  expect(other.model).toMatchObject({ units: 8, embedding: { from: 'word2vec' } });
});

it('a preset that there is not is said so, with those that there are', () => {
  const resolution = resolveManifest({ title: 'A', preset: 'thesis' });
  expect(resolution).toMatchObject({ problems: [{ why: expect.stringMatching(/thesis-lstm.*thesis-rnn/) }] });
});
