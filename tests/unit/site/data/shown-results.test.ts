import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { settingsVariable } from '../../../../runner/experiment/results/site-settings.ts';
import { readAgain, shownResults } from '../../../../site/data/shown-results.ts';

const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-shown-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  delete process.env[settingsVariable];
});

for (const name of ['quoted', 'mine', '.mine.tmp', '.mine.old', 'sizes', 'my-sizes']) mkdirSync(join(folder, name));
writeFileSync(join(folder, 'sizes', 'sweep.json'), '{"base":{"path":"experiments/quoted.yaml"}}');
writeFileSync(join(folder, 'my-sizes', 'sweep.json'), '{"base":{"path":"experiments/mine.yaml"}}');

describe('the shown results', () => {
  it('are those that are not being written', async () => {
    expect(await shownResults(folder)).toEqual(['mine', 'my-sizes', 'quoted', 'sizes']);
    expect(await shownResults(join(folder, 'nowhere'))).toEqual([]);
  });

  it('leave out the sweeps of experiments that are left out', async () => {
    process.env[settingsVariable] = JSON.stringify({ experiments: ['mine'] });
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
