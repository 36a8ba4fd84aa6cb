import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { atlasFiles } from '../../../../runner/analysis/atlas/atlas-file.ts';
import { atlasFile } from '../../../../runner/analysis/atlas/atlas-schema.ts';
import { item } from '../../../../runner/core/at.ts';
import { readResult } from '../../../../runner/experiment/results/read.ts';
import { damagedFiles } from '../../../../runner/experiment/results/result-folder.ts';
import type { Result } from '../../../../runner/experiment/results/schema.ts';
import { publishedAtlas, writeAtlases, writeResult } from '../../../../runner/experiment/results/write.ts';
import { decodeArrays } from '../../../../runner/io/formats/safetensors/file.ts';
import { buildResult } from '../../../fixtures/results/build-result.ts';
import { cases } from '../../../fixtures/results/cases.ts';
import { buildAtlas } from '../../../fixtures/results/made-atlas.ts';
import { makeResults } from '../../../fixtures/results/make-results.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

const made = cases.find(({ id }) => id === 'no-curve') ?? item(cases, 0);
const { result, activations } = buildResult({ ...made, units: 20, model: null });
const small = await buildAtlas(result, activations.values().next().value ?? [], true);
small.map.mean.fill(Number.NaN, 1);
const tokens = ['a', '<script>', '\u202e'];
const publication = (component: 'hidden' | 'cell') => ({
  component,
  layer: 1,
  files: atlasFiles({ ...small, index: { ...small.index, component, layer: 1 }, tokens }, 'k'),
});

const { path, write } = temporaryFolder();
let directory = '';
let before: string[] = [];
let written: Result;
beforeEach(async () => {
  const [id = ''] = await makeResults(path, cases.slice(0, 1));
  directory = join(path, 'results', id);
  before = await readdir(directory);
  written = await writeAtlases(directory, [publication('hidden'), publication('cell')]);
});

it('atlases are named by the result, in their order, and leave its other files alone', async () => {
  expect(written.atlases?.map(({ component }) => component)).toEqual(['hidden', 'cell']);
  expect(await readResult(directory)).toEqual(written);
  expect(await readdir(directory)).toEqual(expect.arrayContaining(before));
});

it('atlases are read back as they were written', async () => {
  const index = JSON.parse(await readFile(join(directory, atlasFile('hidden', 1)), 'utf8'));
  const map = decodeArrays(await readFile(join(directory, index.map.path)), index.map.path);
  expect(map.mean?.data).toEqual(small.map.mean);
  expect(JSON.parse(await readFile(join(directory, index.vocabulary.path), 'utf8'))).toEqual(tokens);
});

it('atlases are known again by their key, and not when a file of them was cut', async () => {
  const found = await publishedAtlas(directory, 'hidden', 1, 'k');
  const { files } = publication('hidden');
  expect(Object.keys(found?.files ?? {}).sort()).toEqual(Object.keys(files).sort());
  for (const [name, bytes] of Object.entries(files))
    expect(Buffer.from(bytes).equals(found?.files[name] ?? Buffer.of()), name).toBe(true);
  expect(await publishedAtlas(directory, 'hidden', 1, 'other')).toBeNull();
  write(join('results', item(cases, 0).id, 'atlas.cell.1.map.safetensors'), 'cut');
  expect(await publishedAtlas(directory, 'cell', 1, 'k')).toBeNull();
});

describe('another result in their place', () => {
  const nothing = { tokens: [], next: [], probability: [] };
  const replaced = (atlas: 'component' | 'none') => {
    const other = { ...result, title: 'Another', manifest: { ...result.manifest, atlas } };
    const predictions = { observed: nothing, sampled: nothing };
    return writeResult(directory, { result: other, components: [], predictions, live: null });
  };

  it.each([
    ['component', 'hidden'],
    ['none', undefined],
  ] as const)('names no atlas; with atlas %s its files stay: %s', async (atlas, stays) => {
    await replaced(atlas);
    expect((await readResult(directory)).atlases).toBeUndefined();
    expect((await publishedAtlas(directory, 'hidden', 1, 'k'))?.component).toBe(stays);
  });

  it('keeps no file that is damaged', async () => {
    write(join('results', item(cases, 0).id, 'atlas.cell.1.map.safetensors'), 'cut');
    expect(await damagedFiles(directory)).toHaveLength(1);
    await replaced('component');
    expect(await damagedFiles(directory)).toEqual([]);
  });
});

it('atlases go when they are wanted no more', async () => {
  expect((await writeAtlases(directory, [])).atlases).toBeUndefined();
  expect((await readdir(directory)).filter((name) => name.startsWith('atlas.'))).toEqual([]);
});
