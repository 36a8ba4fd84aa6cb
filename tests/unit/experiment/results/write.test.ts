import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AtlasArrays, atlasFiles } from '../../../../runner/analysis/atlas/atlas-file.ts';
import { atlasFile } from '../../../../runner/analysis/atlas/atlas-schema.ts';
import { readResult } from '../../../../runner/experiment/results/read.ts';
import { publishedAtlas, writeAtlases } from '../../../../runner/experiment/results/write.ts';
import { decodeArrays } from '../../../../runner/io/formats/safetensors/file.ts';
import { buildResult } from '../../../fixtures/results/build-result.ts';
import { cases } from '../../../fixtures/results/cases.ts';
import { buildAtlas } from '../../../fixtures/results/made-atlas.ts';
import { makeResults } from '../../../fixtures/results/make-results.ts';

const made = cases.find(({ id }) => id === 'no-curve');
if (made === undefined) throw new Error('no such case');
const { result, activations } = buildResult({ ...made, units: 20, model: null });
const [recorded = []] = activations.values();
const small = await buildAtlas(result, recorded, true);
small.map.mean.fill(Number.NaN, 1);
const arrays = (component: string): AtlasArrays => ({
  ...small,
  index: { ...small.index, component, layer: 1 },
  tokens: ['a', '<script>', '\u202e'],
});
const publication = (component: 'hidden' | 'cell', key: string) => ({
  component,
  layer: 1,
  files: atlasFiles(arrays(component), key),
});

describe('atlases beside a result', () => {
  let folder = '';
  let directory = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'atlas-'));
    const [id = ''] = await makeResults(folder, cases.slice(0, 1));
    directory = join(folder, 'results', id);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('are named by the result, in their order, and leave its other files alone', async () => {
    const before = await readdir(directory);
    const result = await writeAtlases(directory, [publication('hidden', 'k'), publication('cell', 'k')]);
    expect(result.atlases?.map(({ component }) => component)).toEqual(['hidden', 'cell']);
    expect(await readResult(directory)).toEqual(result);
    expect(await readdir(directory)).toEqual(expect.arrayContaining(before));
  });

  it('are read back as they were written', async () => {
    const index = JSON.parse(await readFile(join(directory, atlasFile('hidden', 1)), 'utf8'));
    const map = decodeArrays(await readFile(join(directory, index.map.path)), index.map.path);
    expect(map.mean?.data).toEqual(small.map.mean);
    expect(JSON.parse(await readFile(join(directory, index.vocabulary.path), 'utf8'))).toEqual([
      'a',
      '<script>',
      '\u202e',
    ]);
  });

  it('are known again by their key, and not when a file of them was cut', async () => {
    const found = await publishedAtlas(directory, 'hidden', 1, 'k');
    const { files } = publication('hidden', 'k');
    expect(Object.keys(found?.files ?? {}).sort()).toEqual(Object.keys(files).sort());
    for (const [name, bytes] of Object.entries(files)) {
      expect(Buffer.compare(found?.files[name] ?? Buffer.of(), bytes), name).toBe(0);
    }
    expect(await publishedAtlas(directory, 'hidden', 1, 'other')).toBeNull();
    await writeFile(join(directory, 'atlas.cell.1.map.safetensors'), 'cut');
    expect(await publishedAtlas(directory, 'cell', 1, 'k')).toBeNull();
  });

  it('go when they are wanted no more', async () => {
    const result = await writeAtlases(directory, []);
    expect(result.atlases).toBeUndefined();
    expect((await readdir(directory)).filter((name) => name.startsWith('atlas.'))).toEqual([]);
  });
});
