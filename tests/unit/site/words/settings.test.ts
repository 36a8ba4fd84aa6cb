import { expect, test } from 'vitest';
import { settings } from '../../../../site/words/settings.ts';

test('a manifest becomes rows of key and value', () => {
  const manifest = {
    seed: 0,
    model: { checkpoint: null, embedding: { size: 100, trainable: true } },
    fourier: { band: [0.4, 0.5] },
    features: [
      { name: 'dots', match: '[.?!]' },
      { name: 'nouns', partOfSpeech: ['NN', 'NNS'] },
    ],
    neurons: [],
  };
  expect(settings(manifest).map(({ key, value }) => `${key} = ${value}`)).toEqual([
    'seed = 0',
    'model.checkpoint = not set',
    'model.embedding.size = 100',
    'model.embedding.trainable = yes',
    'fourier.band = 0.4, 0.5',
    'features.1.name = dots',
    'features.1.match = [.?!]',
    'features.2.name = nouns',
    'features.2.partOfSpeech = NN, NNS',
    'neurons = none',
  ]);
});
