import { execFileSync } from 'node:child_process';
import { access, appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import {
  damagedFiles,
  damagedResults,
  writeResultFolder,
} from '../../../../runner/experiment/results/result-folder.ts';
import { writeSweep } from '../../../../runner/experiment/results/write.ts';
import { inventedSweep } from '../../../fixtures/results/make-sweep.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

const { path: results, write } = temporaryFolder();
const directory = join(results, 'toy');
const { below } = random(7);
const bytes = (length: number) => Uint8Array.from({ length }, () => below(256));
const sizes = { 'a b.i8': 1, 'observed.hidden.1.i8': 9000, 'result.json': 400 };
const names = Object.keys(sizes);

beforeEach(async () => {
  await rm(directory, { recursive: true, force: true });
  const files = Object.entries(sizes).map(([name, size]) => [name, bytes(size)]);
  await writeResultFolder(directory, Object.fromEntries(files));
});

async function flip(name: string): Promise<Uint8Array> {
  const path = join(directory, name);
  const whole = await readFile(path);
  const flipped = Uint8Array.from(whole);
  const place = below(flipped.length);
  flipped[place] = (flipped[place] ?? 0) ^ (1 << below(8));
  await writeFile(path, flipped);
  return whole;
}

it('Every flipped bit is told, and a whole result is not', async () => {
  expect(await damagedFiles(directory)).toEqual([]);
  for (let time = 0; time < 200; time++) {
    const name = names[time % 3] ?? '';
    const whole = await flip(name);
    expect(await damagedFiles(directory)).toEqual([name]);
    await writeFile(join(directory, name), whole);
  }
  expect(await damagedResults(results)).toEqual([]);
});

it.skipIf(process.platform !== 'linux')('The sums are those of sha256sum', () => {
  const said = execFileSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: directory, encoding: 'utf8' });
  expect(said).toBe(names.map((name) => `${name}: OK\n`).join(''));
});

it('What is kept keeps its sum: damage is told after a later writing, too', async () => {
  await flip('observed.hidden.1.i8');
  await writeResultFolder(directory, { 'result.json': bytes(10) }, ['observed.hidden.1.i8', 'a b.i8']);
  expect(await damagedResults(results)).toEqual([{ id: 'toy', files: ['observed.hidden.1.i8'] }]);
});

it('A file that is gone is told, and a line that is none; a result of before, without sums, is not', async () => {
  const sums = join(directory, 'SHA256SUMS');
  await appendFile(sums, 'nonsense\n');
  await rm(join(directory, 'a b.i8'));
  expect(await damagedFiles(directory)).toEqual(['SHA256SUMS', 'a b.i8']);
  await rm(sums);
  expect(await damagedResults(results)).toEqual([]);
  expect(await damagedResults(join(results, 'nowhere'))).toEqual([]);
});

it.each<[string, (text: string) => string]>([
  ['emptied', () => ''],
  ['of spaces', () => ' \n\n'],
  ['cut off within a line', (text) => text.slice(0, -5)],
  ['cut off behind a line', (text) => text.replace(/[^\n]*\n$/, '')],
  ['that lacks a line', (text) => text.replace(/^[^\n]*\n/, '')],
  ['with a sum of 63 digits', (text) => text.replace('0', '')],
  ['of another program', () => '{}\n'],
])('Sums %s are damaged themselves, and no later writing makes them whole', async (_what, change) => {
  const path = join(directory, 'SHA256SUMS');
  await writeFile(path, change(await readFile(path, 'utf8')));
  write('toy/notes.txt', 'of the user');
  expect(await damagedFiles(directory)).toContain('SHA256SUMS');
  await writeResultFolder(directory, {}, names);
  expect(await damagedFiles(directory)).toContain('SHA256SUMS');
});

it('A sweep has its sum as a result has; what else lies there stays', async () => {
  await writeSweep(directory, inventedSweep);
  await writeSweep(directory, inventedSweep);
  expect(await damagedFiles(directory)).toEqual([]);
  expect((await readdir(directory)).sort()).toEqual(['SHA256SUMS', ...names, 'sweep.json'].sort());
  await flip('sweep.json');
  expect(await damagedFiles(directory)).toEqual(['sweep.json']);
});

it('What is published in this repository has its sums, and is what was written', async () => {
  const published = join('public', 'results');
  for (const name of await readdir(published)) await access(join(published, name, 'SHA256SUMS'));
  expect(await damagedResults(published)).toEqual([]);
});
