import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../unit/io/formats/zip/zip-of.ts';
import { experiment, fixture } from './command.ts';
import { experimentHere } from './here.ts';
import { manifest, type Settings, tinyFolder } from './texts.ts';

const folder = tinyFolder();
folder.write('empty.txt', '');
folder.write('small.txt', 'Only a few words.\n');
folder.write('lines.txt', '\n'.repeat(5000));

folder.write('bomb.zip', zipOf({ 'a.txt': { content: 'x', claimed: 4e9 } }));

/** A copy of the LSTM checkpoint with something wrong in it. */
function checkpoint(name: string, spoil: (directory: string) => void): string {
  const directory = folder.at(name);
  cpSync(fixture('lstm'), directory, { recursive: true });
  spoil(directory);
  return name;
}

function changeModel(changes: Settings) {
  return (directory: string) => {
    const path = join(directory, 'model.json');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...changes }));
  };
}

const characters = ['a', 'b', 'c', 'd', ' ', '\n', ...'efghijklmnopqrstuv'];
checkpoint('sound', () => {});
checkpoint('short', changeModel({ vocabulary: ['<unk>', 'a'] }));
checkpoint('twice', changeModel({ vocabulary: Array(24).fill('a') }));
checkpoint('other-cell', changeModel({ cell: 'gru' }));
checkpoint('characters', changeModel({ unit: 'character', vocabulary: characters }));
checkpoint('two-layers', changeModel({ layers: 2 }));
checkpoint('no-json', (directory) => writeFileSync(join(directory, 'model.json'), '{'));
checkpoint('cut', (directory) => {
  const path = join(directory, 'weights.safetensors');
  writeFileSync(path, readFileSync(path).subarray(0, 3000));
});
folder.write('no-weights/model.json', readFileSync(fixture('lstm/model.json')));

const withCheckpoint = (name: string, changes: Settings = {}): Settings => ({
  model: { checkpoint: name },
  corpus: { source: 'text.txt' },
  ...changes,
});

interface Case {
  /** Through the real command, in a process of its own; the others are told in this one. */
  command?: true;
  /** Of the manifest; text is the file as it is. */
  settings?: Settings | string;
  overrides?: string[];
  /** What the paragraph must hold. */
  says: (string | RegExp)[];
}

const cases: Record<string, Case> = {
  'an unknown key': {
    command: true,
    settings: 'title: x\nmodle: { units: 8 }\n',
    says: [/\.yaml:2:1/, '"modle"', 'Did you mean "model"'],
  },
  'a layer that the model lacks': { overrides: ['record.layer=2'], says: ['record.layer', '"model.layers" is 1'] },
  'broken YAML': { settings: 'title: [x\n', says: [/\.yaml:\d+:\d+/, 'not valid YAML'] },
  'an override without =': { command: true, overrides: ['units'], says: ['"units"', 'units=value'] },
  'an override with dashes': { overrides: ['--seed=3'], says: ['--seed=3', 'Write seed=3'] },
  'a neuron that the layer lacks': { overrides: ['neurons=[3, 8]'], says: ['8 neurons', 'from 0 to 7'] },
  'a band between two frequencies': {
    overrides: ['detect.by=fourier', 'fourier.band=[0.001, 0.002]'],
    says: ['fourier.band [0.001, 0.002]', 'multiples of 1/'],
  },
  'windows that all hold a rare word': {
    overrides: ['train.objective=last', 'train.dropRare=true', 'corpus.minimumCount=300'],
    says: ['too small', 'not rare', 'corpus.minimumCount'],
  },
  'no neurons to show': { overrides: ['detect.by=none'], says: ['"neurons" is left out'] },
  'a missing corpus': {
    command: true,
    overrides: ['corpus.source=tekst.txt'],
    says: ['tekst.txt', 'Did you mean "text.txt"'],
  },
  'an empty corpus': { overrides: ['corpus.source=empty.txt'], says: ['empty.txt is empty'] },
  'a corpus far too small': { overrides: ['corpus.source=small.txt'], says: ['small.txt', 'too small', 'train.batch'] },
  'a corpus of one token': {
    overrides: ['corpus.source=lines.txt', 'corpus.minimumCount=100000'],
    says: ['lines.txt', 'too small', 'minimumCount'],
  },
  'a zip archive that is a bomb': {
    overrides: ['corpus.source=bomb.zip'],
    says: ['bomb.zip cannot be read', 'would unpack to'],
  },
  'nothing to validate on': { overrides: ['corpus.validation=0'], says: ['corpus.validation is 0'] },
  'nothing held out': { overrides: ['corpus.heldOut=0'], says: ['held out', 'observe.source'] },
  'a missing text to observe': { overrides: ['observe.source=no.txt'], says: ['There is no file no.txt'] },
  'segments longer than the text': { overrides: ['observe.segment=90000'], says: ['90000', 'observe.segment'] },
  'an empty prompt': { overrides: ["sample.prompt=''"], says: ['sample.prompt', 'empty'] },
  'going on from no checkpoint': { overrides: ['train.continue=true'], says: ['train.continue', 'model.checkpoint'] },
  'runs and results in one folder': { overrides: ['runs=out', 'results=out'], says: ['out', 'runs='] },
  'a missing checkpoint': {
    settings: withCheckpoint('nowhere'),
    says: ['There is no model nowhere', '[unknown-model]'],
  },
  'a checkpoint without weights': { settings: withCheckpoint('no-weights'), says: ['weights.safetensors'] },
  'a checkpoint cut short': {
    command: true,
    settings: withCheckpoint('cut'),
    says: ['weights.safetensors', 'outside the file'],
  },
  'a checkpoint whose description is broken': { settings: withCheckpoint('no-json'), says: ['model.json is not JSON'] },
  'a checkpoint with too few words': { settings: withCheckpoint('short'), says: ['2 tokens', '24'] },
  'a checkpoint with a word twice': { settings: withCheckpoint('twice'), says: ['"a"', 'twice'] },
  'a checkpoint of another cell': { settings: withCheckpoint('other-cell'), says: ['not consistent', 'gru'] },
  'a checkpoint that lacks a layer': { settings: withCheckpoint('two-layers'), says: ['lack', 'l1'] },
  'units that contradict the checkpoint': {
    settings: withCheckpoint('sound', { model: { checkpoint: 'sound', units: 11 } }),
    says: ['model.units', '11', '10', 'model.checkpoint='],
  },
  'a unit that contradicts the checkpoint': {
    settings: withCheckpoint('sound', { corpus: { source: 'text.txt', unit: 'character' } }),
    says: ['corpus.unit', 'character', 'word'],
  },
  'a neuron that the checkpoint lacks': { settings: withCheckpoint('sound', { neurons: [10] }), says: ['from 0 to 9'] },
  'a character that the checkpoint does not know': {
    settings: withCheckpoint('characters', { sample: { prompt: 'abc' } }),
    says: ['text.txt', /U\+00[0-9A-F]{2}/, 'does not know'],
  },
};

async function refused(words: string[], command = true): Promise<string> {
  const ended = command ? experiment(folder, words) : experimentHere(folder, words);
  const { stderr, ...rest } = { stdout: '', signal: null, ...(await ended) };
  expect(rest, stderr).toEqual({ code: 2, stdout: '', signal: null });
  expect(stderr).toMatch(/^\S[^\n]*\. \[[a-z0-9-]+\]\n$/);
  expect(stderr).not.toMatch(/ {2}at |node:|file:\/\/|unexpected|undefined|\[object/);
  expect(stderr).toContain('Nothing was written.');
  return stderr;
}

describe('bad input ends with code 2, one paragraph and no file', () => {
  it('no manifest', async () => {
    expect(await refused([])).toContain('npm run experiment experiments/lstm-dots.yaml');
  });

  it('a missing manifest', async () => {
    expect(await refused(['tinny.yaml'])).toContain('Did you mean tiny.yaml?');
  });

  it.each(Object.entries(cases))('%s', async (name, { command = false, settings = {}, overrides = [], says }) => {
    const path = `manifests/${name.replace(/\W+/g, '-')}.yaml`;
    folder.write(path, typeof settings === 'string' ? settings : manifest(settings));
    const message = await refused([path, ...overrides], command);
    for (const part of says) expect(message).toMatch(part);
  });

  it('nothing was written by any of them', () => {
    expect(folder.files('runs')).toEqual([]);
    expect(folder.files('public')).toEqual([]);
    expect(folder.files('out')).toEqual([]);
  });
});
