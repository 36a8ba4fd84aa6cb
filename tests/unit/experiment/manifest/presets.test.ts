import { expect, it } from 'vitest';
import { resolveManifest } from '../../../../runner/experiment/manifest/resolve.ts';
import { folder } from './folder.ts';

const { load } = folder();
const settings = (data: object) => {
  const resolution = resolveManifest({ title: 'Thesis', ...data });
  if ('problems' in resolution) throw new Error(resolution.problems.map(({ what }) => what).join('; '));
  return resolution.manifest;
};

/** What the programs of the thesis do by default; that of its RNN clips at 5 what it sums over 25 steps: .2 for the mean. */
it.each(['thesis-lstm', 'thesis-rnn'])('preset: %s shows its settings in the resolved manifest', (preset) => {
  expect(settings({ preset })).toMatchSnapshot();
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
