import { cpSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadManifest } from '../../runner/experiment/manifest/load.ts';
import { modern } from '../unit/nn/models/readers/reference-networks.ts';
import { command, workFolder } from './command.ts';
import { commandHere, experimentHere } from './here.ts';
import { prose } from './texts.ts';

it('npm run new writes a manifest that can be tested, asks nothing without a terminal, and never overwrites', async () => {
  const folder = workFolder();
  folder.write('texts/own.txt', prose(3000));
  const { code, stdout, stderr } = await command(folder, 'new', ['mine', 'text=texts/own.txt', 'author=Ada']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^texts\/own\.txt: \d+ kB, [\d,]+ tokens .* documents; English; /);
  expect(stdout).toMatch(/^Next: npm run experiment experiments\/mine\.yaml$/m);
  expect(folder.files()).toEqual(['experiments/mine.mdx', 'experiments/mine.yaml', 'texts/own.txt']);
  const { manifest, id } = await loadManifest('experiments/mine.yaml', [], folder.path);
  expect(id).toBe('mine');
  expect(manifest).toMatchObject({ author: 'Ada', corpus: { source: ['texts/own.txt'], unit: 'word' } });
  expect(manifest.corpus.heldOut).toBeGreaterThan(0.05);

  const before = readFileSync(folder.at('experiments/mine.yaml'));
  const again = await commandHere(folder, 'new', ['mine', 'text=texts/own.txt']);
  expect(again.code).toBe(2);
  expect(again.stderr).toMatch(/^There is a file experiments\/mine\.yaml already.*\[already-there\]\n$/);
  expect(readFileSync(folder.at('experiments/mine.yaml'))).toEqual(before);

  const both = await commandHere(folder, 'new', ['other', 'text=texts/own.txt', 'unit=character', 'tokens=whitespace']);
  expect(both.code).toBe(2);
  expect(both.stderr).toMatch(/tokens=whitespace and unit=character.*Leave one of them out.*\[wrong-value\]\n$/);

  folder.write('a-file', '');
  const blocked = await commandHere(folder, 'new', ['other', 'text=texts/own.txt', 'to=a-file/below']);
  expect(blocked.code).toBe(1);
  expect(blocked.stderr).toMatch(
    /a-file\/below cannot be written.*Choose another with to=.*\[folder-not-writable\]\n$/,
  );

  const silent = await command(folder, 'new', ['other']);
  expect(silent.code).toBe(2);
  expect(silent.stderr).toMatch(/takes text=<path>.*no terminal to ask in.*\[missing-word\]\n$/);
});

it('npm run new writes a manifest for a whole network, which runs', async () => {
  const folder = workFolder();
  folder.write('my-models/.keep', '');
  cpSync(modern('rwkv4/rwkv4-float32.pth'), folder.at('my-models/rwkv.pth'));
  cpSync(modern('tokenizers/tokenizer.json'), folder.at('my-models/20B_tokenizer.json'));
  // Its tokenizer knows more tokens than it has: of these words it has all.
  const words = readFileSync(modern('rwkv4/text.txt'), 'utf8').trim();
  folder.write('text.txt', `${Array.from({ length: 150 }, () => `${words}\n\n`).join('')}`);
  const asked = ['mine', 'model=my-models/rwkv.pth', 'text=text.txt', 'heldOut=true', 'to=.', 'feature=[.]'];
  const { code, stdout, stderr } = await commandHere(folder, 'new', asked);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/pieces of words in \d+ documents[\s\S]*my-models\/rwkv\.pth reads it; nothing is trained/);
  const { manifest } = await loadManifest('mine.yaml', [], folder.path);
  expect(manifest.record).toEqual({ layer: 1, component: 'channelHidden' });
  expect(words).toContain(manifest.sample.prompt);
  const smaller = ['id=ran', 'observe.tokens=4096', 'sample.length=8', 'evidence=none', 'atlas=none'];
  const run = await experimentHere(folder, ['mine.yaml', ...smaller]);
  expect(run).toMatchObject({ code: 0 });
  const result = JSON.parse(readFileSync(folder.at('public/results/ran/result.json'), 'utf8'));
  expect(result.model).toMatchObject({ cell: 'rwkv4', unit: 'subword', units: 96 });
}, 120_000);

it('npm run new says what is to be imported first, and what has no tokenizer', async () => {
  const folder = workFolder();
  folder.write('text.txt', prose(2000));
  folder.write('my-models/.keep', '');
  cpSync(modern('rwkv4/rwkv4-float32.pth'), folder.at('my-models/rwkv.pth'));
  const bare = await commandHere(folder, 'new', ['mine', 'model=my-models/rwkv.pth', 'text=text.txt']);
  expect(bare.code).toBe(2);
  expect(bare.stderr).toMatch(/no tokenizer lies beside it.*\[only-ids\]/);
  folder.write('model.pt', 'none');
  const foreign = await commandHere(folder, 'new', ['mine', 'model=model.pt', 'text=text.txt']);
  expect(foreign.code).toBe(2);
  expect(foreign.stderr).toMatch(/model\.pt is a model file.*Import it first.*\[not-imported\]/);
  expect(folder.files()).toEqual(['model.pt', 'my-models/.keep', 'my-models/rwkv.pth', 'text.txt']);
});

it('npm run new says of a short file how long a text must be, and what lies beside it', async () => {
  const folder = workFolder();
  const definition = (name: string) =>
    `# What ${name} does\ndef ${name}(one):\n    return "of it" + one + ${name.length}\n\n`;
  const file = (name: string, definitions: number) =>
    Array.from({ length: definitions }, (_, index) => definition(`${name}_${index}`)).join('');
  folder.write('code/a.py', file('a', 160));
  folder.write('code/many.py', file('b', 1600));
  folder.write('code/tiny.py', file('tiny', 3));
  const beside =
    'Its folder has 3 files that end in \\.py, [\\d.]+ kB together: text="code/\\*\\.py" takes them all as one text';
  const { code, stdout, stderr } = await commandHere(folder, 'new', ['mine', 'text=code/a.py', 'to=.']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^No setting helps; a longer text does, of some [\d,]+ characters \(this one has [\d,]+\)/m);
  expect(stdout).toMatch(new RegExp(`^${beside}`, 'm'));
  const tiny = await commandHere(folder, 'new', ['tiny', 'text=code/tiny.py', 'to=.']);
  expect(tiny.code).toBe(2);
  expect(tiny.stderr).toMatch(/^code\/tiny\.py is too short for an experiment: [\d,]+ characters in 1 document\./);
  expect(tiny.stderr).toMatch(/Give a longer text, of some [\d,]+ characters\. /);
  expect(tiny.stderr).toMatch(new RegExp(`${beside}.*\\[corpus-too-small\\]`));
});
