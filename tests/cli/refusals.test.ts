/** What commands refuse, by their words alone and by what lies where they would write: with a code, a reason, and no file touched. */
import { cpSync } from 'node:fs';
import { beforeAll, expect, it, vi } from 'vitest';
import { cases } from '../fixtures/results/cases.ts';
import { makeResults } from '../fixtures/results/make-results.ts';
import { modern } from '../unit/nn/models/readers/reference-networks.ts';
import { fixture, workFolder } from './command.ts';
import { commandHere } from './here.ts';
import { manifest, prose } from './texts.ts';

const folder = workFolder();
beforeAll(async () => {
  await makeResults(folder.at('public'), cases.slice(0, 1));
  cpSync(fixture('lstm'), folder.at('runs/tiny/checkpoint'), { recursive: true });
  for (const name of ['models/mine/notes.txt', 'model.pt', 'file', 'empty/notes.txt']) folder.write(name, 'of value');
  for (const name of ['own/first', 'own/second', 'other/first', 'experiments/past-tense'])
    folder.write(`${name}.yaml`, manifest());
  folder.write('text.txt', prose(400));
  folder.write('my-models/.keep', '');
  cpSync(modern('rwkv4/rwkv4-float32.pth'), folder.at('my-models/rwkv.pth'));
});

const inTheWay = /^The folder file.* cannot be written\. A part of this path is a file.*\[folder-not-writable\]\n$/;

it.each<[string, RegExp, (1 | 2)?]>([
  ['ship tiny as=mine modle=z', /does not understand "modle=z".*Did you mean "models="\?.*\[unknown-word\]\n$/],
  ['ship tiny as=mine', /^There is a model models\/mine already\..*replace=true.*\[already-there\]\n$/],
  ['ship none as=mine replace=true', /has no readable model\.json/],
  ['ship nothing', /npm run ship stories-lstm as=stories-lstm/],
  ['ship tiny as=small models=file/models', inTheWay, 1],
  ['import model.pt as=small models=file/models', inTheWay, 1],
  ['export lstm-dots as=html to=file/export', inTheWay, 1],
  ['export', /takes the name of an experiment/],
  ['export lstm-dots width=1mm', /does not understand "width=1mm".*a width from 40mm to 300mm/],
  ['export lstm-dots neuron=5000', /There is no neuron 5000 in layer 1 of lstm-dots/],
  ['export lstm-dots as=docx', /does not understand "as=docx".*as=figures\|pdf\|html/],
  ['export gone', /There is no result gone in public\/results/],
  ['export ../results/lstm-dots', /There is no result/],
  ['export lstm-dots', /CHROMIUM_PATH names .*no-browser, which is not there/],
  ['publish-check port=x', /does not understand "port=x"/],
  ['runs clena', /does not understand "clena"\. It takes clean, .*half-written\. For example: .*\[wrong-value\]\n$/],
  ['preview', /^There is no built site in dist\. Build it first: npm run build\./],
  ['site host=0.0.0.0', /does not understand "host=0\.0\.0\.0"/],
  ['doctor seconds=0', /does not understand "seconds=0"/],
  ['doctor seconds=61', /does not understand "seconds=61"/],
  ['experiment past-tense', /Did you mean experiments\/past-tense\.yaml\?.*\[manifest-unreadable\]\n$/],
  [
    'experiment own other',
    /^own\/first\.yaml and other\/first\.yaml are both named first\. .*\[repeated-experiment\]\n$/,
  ],
  ['experiment empty', /^The folder empty holds no manifest\. .*\[manifest-unreadable\]\n$/],
  ['experiment own seed=one', /seed.*\[[a-z-]+\]\n$/s],
  ['experiment own fresh', /fresh.*\[[a-z-]+\]\n$/s],
  ['new past-tense text=text.txt', /^There is a file experiments\/past-tense\.yaml already.*\[already-there\]\n$/],
  [
    'new other text=text.txt unit=character tokens=whitespace',
    /tokens=whitespace and unit=character.*\[wrong-value\]\n$/,
  ],
  ['new other text=text.txt to=file/below', inTheWay, 1],
  ['experiment own/first.yaml runs=file/a', /cannot be written\..* runs=.*\[folder-not-writable\]\n$/, 1],
  ['experiment own/first.yaml results=file/a', /cannot be written\..* results=.*\[folder-not-writable\]\n$/, 1],
  ['experiment own/first.yaml engine=reference device=cuda', /^The reference engine does not compute on cuda\./],
  ['new other', /takes text=<path>, the text to read.*For example.*\[missing-word\]\n$/],
  ['new mine model=my-models/rwkv.pth text=text.txt', /no tokenizer lies beside it.*\[only-ids\]/],
  ['new mine model=model.pt text=text.txt', /model\.pt is a model file.*Import it first.*\[not-imported\]/],
])('npm run %s', async (words, says, exit = 2) => {
  vi.stubEnv('CHROMIUM_PATH', folder.at('no-browser'));
  const before = folder.files();
  const [name = '', ...others] = words.split(' ');
  const { code, stdout, stderr } = await commandHere(folder, name, others);
  expect({ code, stdout }, stderr).toEqual({ code: exit, stdout: '' });
  expect(stderr).toMatch(says);
  expect(folder.files()).toEqual(before);
});
