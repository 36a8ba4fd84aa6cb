import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sameButTimings, uncommitted } from '../../../runner/publish/checks.ts';

const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-git-'));
const before = process.cwd();
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

const result = (value: number, seconds: number): string =>
  JSON.stringify({ value, provenance: { started: String(seconds) }, evidence: { seconds, claims: [value] } });

test('two results are the same when only times and circumstances differ', () => {
  expect(sameButTimings(result(1, 2), result(1, 3))).toBe(true);
  expect(sameButTimings(result(1, 2), result(2, 2))).toBe(false);
});

test('a result that was made again is no change; another value, a new file and a removed one are', async () => {
  const git = (...words: string[]) => execFileSync('git', words, { cwd: folder });
  const write = (name: string, text: string) => writeFileSync(join(folder, 'results', name), text);
  process.chdir(folder);
  expect(await uncommitted('results')).toBeNull();
  git('init', '--quiet');
  mkdirSync(join(folder, 'results'));
  for (const name of ['again.json', 'other.json', 'gone.json', 'staged.json']) write(name, result(1, 1));
  write('values.i8', 'a');
  git('add', '.');
  git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '--quiet', '--message', 'a');
  expect(await uncommitted('results')).toEqual({ changed: [], onlyTimings: [] });
  for (const name of ['again.json', 'staged.json']) write(name, result(1, 2));
  git('add', 'results/staged.json');
  write('other.json', result(2, 1));
  write('values.i8', 'b');
  write('größe.json', result(1, 1));
  rmSync(join(folder, 'results', 'gone.json'));
  const found = await uncommitted('results');
  expect(found?.onlyTimings).toEqual(['results/again.json', 'results/staged.json']);
  // Each with its two letters, the first line too.
  expect(found?.changed).toEqual([
    ' D results/gone.json',
    ' M results/other.json',
    ' M results/values.i8',
    '?? results/größe.json',
  ]);
});
