import { expect, it } from 'vitest';
import { type GivenModel, withCheckpoint } from '../../../../runner/experiment/manifest/checkpoint.ts';
import { folder } from './folder.ts';

const { load } = folder();
const gru: GivenModel = {
  architecture: { cell: 'gru', layers: 2, units: 24, embedding: 0, vocabulary: 30 },
  unit: 'character',
};
const trainedOn = (name: string): GivenModel['training'] => ({
  trainingHash: 'h',
  epoch: 1,
  validationLoss: 1,
  validationAccuracy: 0,
  curve: null,
  corpus: { name, hash: 'h', heldOut: [] },
});
const loaded = (...overrides: string[]) => load(['model.checkpoint=m', ...overrides], 'title: t\n');

const taken = async (model: GivenModel, ...overrides: string[]) =>
  withCheckpoint(await loaded(...overrides), model, 'm');

it('the model is the checkpoint, and so is what is analysed where nothing else is said', async () => {
  expect(await taken(gru, 'record.layer=2', 'model.units=24', 'model.cell=gru')).toMatchObject({
    model: { cell: 'gru', layers: 2, units: 24, embedding: { size: 0 } },
    corpus: { unit: 'character' },
    record: { layer: 2, component: 'hidden' },
  });
});

const lstm: GivenModel = { ...gru, architecture: { ...gru.architecture, cell: 'lstm' } };
it.each<[string, GivenModel, string[]]>([
  ['cell', lstm, ['preset=agreement']],
  ['hidden', lstm, ['preset=agreement', 'record.component=hidden']],
  ['output', lstm, []],
  ['output', lstm, ['preset=thesis-rnn']],
  ['hidden', gru, ['preset=agreement']],
])('%s is analysed, of a preset where it says so and the network has it', async (component, model, words) => {
  expect((await taken(model, ...words)).record).toEqual({ layer: 1, component });
});

const stories = { ...gru, training: trainedOn('stories') };
const observed = 'observe.source=own.txt';
it.each<[source: string, of: string, GivenModel, string[]]>([
  ['own.txt', 'a model that was not trained on the default one', gru, [observed]],
  ['stories', 'one that was', stories, [observed]],
  ['stories', 'one that reads no text of its own', gru, []],
  ['alice', 'one whose corpus is named', gru, [observed, 'corpus.source=alice']],
  ['stories', 'one that is trained on', gru, [observed, 'train.continue=true']],
])('the corpus is %s of %s', async (source, _, model, words) => {
  expect((await taken(model, ...words)).corpus.source).toEqual([source]);
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
])('a key that contradicts it is refused: %s', async (override, words) => {
  await expect(taken(gru, override)).rejects.toThrow(words);
});
