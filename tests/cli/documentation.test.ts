/** What the documentation shows in YAML is what the program reads: each block is loaded as what it is. */
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadManifest } from '../../runner/experiment/manifest/load.ts';
import { readSiteSettings } from '../../runner/publish/read-site-settings.ts';
import { loadSweep } from '../../runner/sweep/load.ts';
import { type WorkFolder, workFolder } from './command.ts';
import { manifest } from './texts.ts';

type Keys = Record<string, unknown>;

const files = ['README.md', ...(await Array.fromAsync(glob('docs/*.md'))).sort()];
/** By the line at which its page begins it. */
const blocks = files.flatMap((file) => {
  const page = readFileSync(file, 'utf8');
  return [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(({ 1: text = '', index }) => ({
    place: `${file}:${page.slice(0, index).split('\n').length}`,
    data: parse(text) as Keys,
  }));
});

/** By a key that only such a file has; a block of other keys is (a part of) a manifest. */
const readers: Readonly<Record<string, (folder: WorkFolder, data: Keys) => Promise<unknown>>> = {
  // Of GitHub, not ours.
  jobs: async () => 'read',
  async experiments(folder, data) {
    folder.write('site.yaml', stringify(data));
    return readSiteSettings(folder.path);
  },
  async base(folder, data) {
    folder.write(`sweeps/${data.base}`, manifest());
    return loadSweep(folder.write('sweeps/one.yaml', stringify(data)), {}, folder.path);
  },
  async manifest(folder, data) {
    const whole = 'hold' in data ? { pairs: [{ name: 'held', source: 'pairs.tsv', ...data }] } : data;
    folder.write('block.yaml', stringify({ title: 'From the documentation', ...whole }));
    return loadManifest('block.yaml', [], folder.path);
  },
};
const sortOf = (data: Keys): string => Object.keys(readers).find((key) => key in data) ?? 'manifest';

it.each(blocks)('a block of YAML is read as what it is: $place', async ({ data }) => {
  await expect(readers[sortOf(data)]?.(workFolder(), data)).resolves.toBeDefined();
});

it('the documentation has blocks of every sort', () => {
  const sorts = Map.groupBy(blocks, ({ data }) => sortOf(data));
  expect([...sorts.keys()].sort()).toEqual(Object.keys(readers).sort());
  expect(sorts.get('manifest')?.length).toBeGreaterThan(10);
});
