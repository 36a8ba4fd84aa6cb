import { expect, it } from 'vitest';
import { inputsHash } from '../../../runner/experiment/inputs.ts';
import { manifestOf } from '../../../runner/experiment/manifest/load.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const { path: folder, write } = temporaryFolder();
const hashOf = async (settings: object) =>
  inputsHash((await manifestOf({ title: 'Inputs', ...settings }, 'inputs', folder)).manifest, folder);
const feature = { name: 'nouns', labels: 'labels.jsonl' };
const documents = [{ name: 'kinds', labels: 'kinds.csv' }];

it.each<[what: string, file: string, settings: object]>([
  ['a corpus', 'text.txt', { corpus: { source: 'text.txt' } }],
  ['a file in the folder of a corpus', 'texts/deep/one.txt', { corpus: { source: 'texts' } }],
  ['a file that a pattern matches', 'talks/one.txt', { corpus: { source: 'talks/*.txt' } }],
  ['the observed text', 'other.txt', { observe: { source: 'other.txt' } }],
  ['a checkpoint', 'mine/weights.safetensors', { model: { checkpoint: 'mine' } }],
  ['labels', 'labels.jsonl', { features: [feature] }],
  ['labels of documents', 'kinds.csv', { documents }],
  ['a tagger', 'tagger/weights.json', { tagger: 'tagger' }],
  ['a file beside that of pairs', 'pairs.gold', { pairs: [{ name: 'some', source: 'pairs.text' }] }],
])('an experiment is another when %s holds something else: %s', async (_, file, settings) => {
  write(file, 'one');
  const before = await hashOf(settings);
  expect(await hashOf(settings)).toBe(before);
  write(file, 'two');
  expect(await hashOf(settings)).not.toBe(before);
  write(file, 'one');
  expect(await hashOf(settings)).toBe(before);
});

it('an experiment is another with another file in a folder, and the same whatever is hidden there', async () => {
  const settings = { corpus: { source: 'folder' } };
  write('folder/one.txt', 'one');
  const before = await hashOf(settings);
  write('folder/.hidden', 'changed');
  expect(await hashOf(settings)).toBe(before);
  write('folder/two.txt', '');
  expect(await hashOf(settings)).not.toBe(before);
});

it('an experiment is another with other settings, and may name a corpus that is no file', async () => {
  expect(await hashOf({ corpus: { source: 'stories' } })).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashOf({ seed: 1 })).not.toBe(await hashOf({ seed: 2 }));
});
