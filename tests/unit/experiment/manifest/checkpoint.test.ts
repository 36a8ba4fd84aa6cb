import { describe, expect, it } from 'vitest';
import { type GivenModel, withCheckpoint } from '../../../../runner/experiment/manifest/checkpoint.ts';
import { folder } from './folder.ts';

const { load } = folder();
const gru: GivenModel = {
  architecture: { cell: 'gru', layers: 2, units: 24, embedding: 0, vocabulary: 30 },
  unit: 'character',
};
const trainedOn = (name: string): GivenModel['training'] => ({
  ...{ trainingHash: 'h', epoch: 1, validationLoss: 1, validationAccuracy: 0, curve: null },
  corpus: { name, hash: 'h', heldOut: [] },
});
const loaded = (...overrides: string[]) => load(['model.checkpoint=m', ...overrides], 'title: t\n');

describe('withCheckpoint', () => {
  it('takes the model from the checkpoint', async () => {
    const manifest = withCheckpoint(await loaded('record.layer=2'), gru, 'm');
    expect(manifest.model).toMatchObject({ cell: 'gru', layers: 2, units: 24, embedding: { size: 0 } });
    expect(manifest.corpus.unit).toBe('character');
    expect(manifest.record).toEqual({ layer: 2, component: 'hidden' });
  });

  it('takes the observed text for the corpus of a model that was not trained on the default one', async () => {
    const source = async (model: GivenModel, ...overrides: string[]) =>
      withCheckpoint(await loaded(...overrides), model, 'm').corpus.source;
    const stories = { ...gru, training: trainedOn('stories') };
    expect(await source(gru, 'observe.source=own.txt')).toEqual(['own.txt']);
    expect(await source(stories, 'observe.source=own.txt')).toEqual(['stories']);
    expect(await source(gru)).toEqual(['stories']);
    expect(await source(gru, 'observe.source=own.txt', 'corpus.source=alice')).toEqual(['alice']);
    expect(await source(gru, 'observe.source=own.txt', 'train.continue=true')).toEqual(['stories']);
  });

  it('accepts keys that agree with it', async () => {
    expect(withCheckpoint(await loaded('model.units=24', 'model.cell=gru'), gru, 'm').model.units).toBe(24);
  });

  it.each([
    ['model.units=25', '"model.units" is 25 and the checkpoint m has 24'],
    ['model.cell=lstm', '"model.cell" is "lstm" and the checkpoint m has "gru"'],
    ['model.layers=1', '"model.layers" is 1'],
    ['model.embedding=5', '"model.embedding.size" is 5 and the checkpoint m has 0'],
    ['corpus.unit=word', '"corpus.unit" is "word"'],
    ['corpus.tokens=whitespace', '"corpus.tokens" is "whitespace" and the checkpoint m has "none"'],
    ['record.layer=3', '"record.layer" is 3 and the checkpoint m has 2 layers'],
    ['record.component=cell', '"record.component" is cell, which the gru of the checkpoint m does not have'],
  ])('refuses %s', async (override, words) => {
    const manifest = await loaded(override);
    expect(() => withCheckpoint(manifest, gru, 'm')).toThrow(words);
  });
});
