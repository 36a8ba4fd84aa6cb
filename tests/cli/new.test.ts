import { cpSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadManifest } from '../../runner/experiment/manifest/load.ts';
import { modern } from '../unit/nn/models/readers/reference-networks.ts';
import { command, workFolder } from './command.ts';
import { commandHere, experimentHere } from './here.ts';
import { prose } from './texts.ts';

it('npm run new writes a manifest that can be tested, for a feature that it says', async () => {
  const folder = workFolder();
  folder.write('texts/own.txt', prose(3000));
  const { code, stdout, stderr } = await command(folder, 'new', ['mine', 'text=texts/own.txt', 'author=Ada']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^texts\/own\.txt: \d+ kB, [\d,]+ tokens .* documents; English; /);
  expect(stdout).toMatch(
    /^What might its neurons react to\?.*\n(?: {2}\S.* \([\d,]+\)\n)+\S.* is asked\. feature= asks for others/m,
  );
  expect(stdout).toMatch(/^Next: npm run experiment experiments\/mine\.yaml$/m);
  expect(folder.files()).toEqual(['experiments/mine.mdx', 'experiments/mine.yaml', 'texts/own.txt']);
  const { manifest, id } = await loadManifest('experiments/mine.yaml', [], folder.path);
  expect(id).toBe('mine');
  expect(manifest).toMatchObject({ author: 'Ada', corpus: { source: ['texts/own.txt'], unit: 'word' } });
  expect(manifest.corpus.heldOut).toBeGreaterThan(0.05);
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

it('npm run new says of a short text how long it must be', async () => {
  const folder = workFolder();
  const file = (definitions: number) =>
    Array.from(
      { length: definitions },
      (_, n) => `# What f${n} does\ndef f${n}(one):\n    return "of it" + one\n\n`,
    ).join('');
  folder.write('code/a.py', file(180));
  folder.write('code/tiny.py', file(3));
  const { code, stdout, stderr } = await commandHere(folder, 'new', ['mine', 'text=code/a.py', 'to=.']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^No setting helps; a longer text does, of some [\d,]+ characters \(this one has [\d,]+\)/m);
  const tiny = await commandHere(folder, 'new', ['tiny', 'text=code/tiny.py', 'to=.']);
  expect(tiny.code).toBe(2);
  expect(tiny.stderr).toMatch(
    /^code\/tiny\.py is too short for an experiment: .* in 1 document\..* Give a longer text, of some [\d,]+ characters\..*\[corpus-too-small\]/,
  );
});
