import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { uncommitted } from '../../../runner/publish/checks.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const folder = temporaryFolder();
const before = process.cwd();
afterAll(() => process.chdir(before));

test('what is changed, new or gone is not committed, as git prints it', async () => {
  const git = (...words: string[]) => execFileSync('git', words, { cwd: folder.path });
  const write = (name: string, text: string) => folder.write(`results/${name}`, text);
  process.chdir(folder.path);
  expect(await uncommitted('results')).toBeNull();
  git('init', '--quiet');
  for (const name of ['gone.json', 'staged.json', 'values.i8']) write(name, 'a');
  git('add', '.');
  git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '--quiet', '--message', 'a');
  expect(await uncommitted('results')).toEqual([]);
  for (const name of ['staged.json', 'values.i8', 'größe.json']) write(name, 'b');
  git('add', 'results/staged.json');
  rmSync(join(folder.path, 'results', 'gone.json'));
  // Each with its two letters, the first line too.
  expect(await uncommitted('results')).toEqual([
    ' D results/gone.json',
    'M  results/staged.json',
    ' M results/values.i8',
    '?? results/größe.json',
  ]);
});
