import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadManifest } from '../../runner/manifest/load.ts';
import { command, workFolder } from './command.ts';
import { prose } from './texts.ts';

it('npm run new writes a manifest that can be tested, asks nothing without a terminal, and never overwrites', async () => {
  const folder = workFolder();
  folder.write('texts/own.txt', prose(9000));
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
  const again = await command(folder, 'new', ['mine', 'text=texts/own.txt']);
  expect(again.code).toBe(2);
  expect(again.stderr).toMatch(/^There is a file experiments\/mine\.yaml already.*\[already-there\]\n$/);
  expect(readFileSync(folder.at('experiments/mine.yaml'))).toEqual(before);

  const both = await command(folder, 'new', ['other', 'text=texts/own.txt', 'unit=character', 'tokens=whitespace']);
  expect(both.code).toBe(2);
  expect(both.stderr).toMatch(/tokens=whitespace and unit=character.*Leave one of them out.*\[wrong-value\]\n$/);

  folder.write('a-file', '');
  const blocked = await command(folder, 'new', ['other', 'text=texts/own.txt', 'to=a-file/below']);
  expect(blocked.code).toBe(1);
  expect(blocked.stderr).toMatch(
    /a-file\/below cannot be written.*Choose another with to=.*\[folder-not-writable\]\n$/,
  );

  const silent = await command(folder, 'new', ['other']);
  expect(silent.code).toBe(2);
  expect(silent.stderr).toMatch(/takes text=<path>.*no terminal to ask in.*\[missing-word\]\n$/);
});
