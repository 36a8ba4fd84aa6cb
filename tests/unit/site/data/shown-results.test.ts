import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { settingsVariable } from '../../../../runner/experiment/results/site-settings.ts';
import { readAgain, shownResults } from '../../../../site/data/shown-results.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

const { path: folder, write } = temporaryFolder();
for (const name of ['quoted', 'mine', '.mine.tmp', '.mine.old']) mkdirSync(join(folder, name));
write('sizes/sweep.json', '{"base":{"path":"experiments/quoted.yaml"}}');
write('my-sizes/sweep.json', '{"base":{"path":"experiments/mine.yaml"}}');

describe('the shown results', () => {
  it('are those that are not being written', async () => {
    expect(await shownResults(folder)).toEqual(['mine', 'my-sizes', 'quoted', 'sizes']);
    expect(await shownResults(join(folder, 'nowhere'))).toEqual([]);
  });

  it('leave out the sweeps of experiments that are left out', async () => {
    vi.stubEnv(settingsVariable, JSON.stringify({ experiments: ['mine'] }));
    expect(await shownResults(folder)).toEqual(['mine', 'my-sizes']);
  });
});

describe('a result that is being replaced', () => {
  it('is read again a moment later, once', async () => {
    let tries = 0;
    const read = (fails: number) => async () => {
      tries++;
      if (tries <= fails) throw new Error(`try ${tries}`);
      return 'read';
    };
    expect(await readAgain(read(1), 1)).toBe('read');
    expect(tries).toBe(2);
    tries = 0;
    await expect(readAgain(read(2), 1)).rejects.toThrow('try 2');
  });
});
