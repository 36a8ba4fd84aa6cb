/** What is wrong with a manifest, its texts or its checkpoint ends with code 2, one paragraph and no file. */
import { cpSync, truncateSync } from 'node:fs';
import { expect, it } from 'vitest';
import { experiment, fixture } from './command.ts';
import { refusalOf } from './here.ts';
import { tinyFolder } from './texts.ts';

const folder = tinyFolder();
folder.write('small.txt', 'Only a few words.\n');
folder.write('lines.txt', '\n'.repeat(5000));
folder.write('misspelt.yaml', 'title: x\nmodle: { units: 8 }\n');
folder.write('given.yaml', 'title: x\ncorpus: { source: text.txt }\nfeatures: [{ name: a, match: a }]\n');

/** Copies of the LSTM checkpoint with something wrong in them. */
for (const name of ['sound', 'other-cell', 'characters', 'cut', 'no-weights']) {
  cpSync(fixture('lstm/model.json'), folder.at(name, 'model.json'));
  if (name !== 'no-weights') cpSync(fixture('lstm/weights.safetensors'), folder.at(name, 'weights.safetensors'));
}
const changeModel = (name: string, changes: object) =>
  folder.write(`${name}/model.json`, JSON.stringify({ ...JSON.parse(folder.read(`${name}/model.json`)), ...changes }));
changeModel('other-cell', { cell: 'gru' });
changeModel('characters', { unit: 'character', vocabulary: [...'abcd \nefghijklmnopqrstuv'] });
truncateSync(folder.at('cut/weights.safetensors'), 3000);

/** What the paragraph must hold, by the words with which the command is called; of those of `tiny.yaml` the keys alone. */
const cases: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  'neurons=[3, 8]': ['8 neurons', 'from 0 to 7'],
  'detect.by=fourier|fourier.band=[0.001, 0.002]': ['fourier.band [0.001, 0.002]', 'multiples of 1/'],
  'train.objective=last|train.dropRare=true|corpus.minimumCount=300': ['too small', 'not rare', 'corpus.minimumCount'],
  'corpus.source=small.txt': ['small.txt', 'too small', 'train.batch'],
  'corpus.source=lines.txt|corpus.minimumCount=100000': ['lines.txt', 'too small', 'minimumCount'],
  'corpus.validation=0': ['corpus.validation is 0'],
  'corpus.heldOut=0': ['held out', 'observe.source'],
  'observe.source=no.txt': ['There is no file no.txt'],
  'observe.segment=90000': ['90000', 'observe.segment'],
  "sample.prompt=''": ['sample.prompt', 'empty'],
  'runs=out|results=out': ['out', 'runs='],
  'given.yaml|model.checkpoint=nowhere': ['There is no model nowhere', '[unknown-model]'],
  'given.yaml|model.checkpoint=no-weights': ['weights.safetensors'],
  'given.yaml|model.checkpoint=other-cell': ['not consistent', 'gru'],
  'given.yaml|model.checkpoint=sound|model.units=11': ['model.units', '11', '10', 'model.checkpoint='],
  'given.yaml|model.checkpoint=sound|neurons=[10]': ['from 0 to 9'],
  'given.yaml|model.checkpoint=characters|sample.prompt=abc': ['text.txt', /U\+00[0-9A-F]{2}/, 'does not know'],
};
/** Through the real command, in a process of its own. */
const ofTheCommand: typeof cases = {
  '': ['npm run experiment experiments/lstm-dots.yaml'],
  'tinny.yaml': ['Did you mean tiny.yaml?'],
  'misspelt.yaml': [/\.yaml:2:1/, '"modle"', 'Did you mean "model"'],
  'tiny.yaml|units': ['"units"', 'units=value'],
  'tiny.yaml|corpus.source=tekst.txt': ['tekst.txt', 'Did you mean "text.txt"'],
  'given.yaml|model.checkpoint=cut': ['weights.safetensors', 'outside the file'],
};

it.each(Object.entries(cases))('%s', async (words, says) => {
  const keys = words.split('|');
  const message = await refusalOf(folder, words.startsWith('given') ? keys : ['tiny.yaml', ...keys]);
  for (const part of says) expect(message).toMatch(part);
});

it.each(Object.entries(ofTheCommand))('npm run experiment %s', async (words, says) => {
  const message = await refusalOf(folder, words === '' ? [] : words.split('|'), experiment);
  for (const part of says) expect(message).toMatch(part);
});
