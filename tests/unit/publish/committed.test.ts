import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { uncommitted } from '../../../runner/publish/checks.ts';

const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-git-'));
const before = process.cwd();
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

test('what is changed, new or gone is not committed, as git prints it', async () => {
  const git = (...words: string[]) => execFileSync('git', words, { cwd: folder });
  const write = (name: string, text: string) => writeFileSync(join(folder, 'results', name), text);
  process.chdir(folder);
  expect(await uncommitted('results')).toBeNull();
  git('init', '--quiet');
  mkdirSync(join(folder, 'results'));
  for (const name of ['gone.json', 'staged.json', 'values.i8']) write(name, 'a');
  git('add', '.');
  git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '--quiet', '--message', 'a');
  expect(await uncommitted('results')).toEqual([]);
  for (const name of ['staged.json', 'values.i8', 'größe.json']) write(name, 'b');
  git('add', 'results/staged.json');
  rmSync(join(folder, 'results', 'gone.json'));
  // Each with its two letters, the first line too.
  expect(await uncommitted('results')).toEqual([
    ' D results/gone.json',
    'M  results/staged.json',
    ' M results/values.i8',
    '?? results/größe.json',
  ]);
});
