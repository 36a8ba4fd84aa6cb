import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atlasFiles } from '../../../../runner/analysis/atlas/atlas-file.ts';
import { atlasFile } from '../../../../runner/analysis/atlas/atlas-schema.ts';
import type { AtlasArrays } from '../../../../runner/analysis/atlas/task.ts';
import { readResult } from '../../../../runner/experiment/results/read.ts';
import { publishedAtlas, writeAtlases } from '../../../../runner/experiment/results/write-atlas.ts';
import { decodeArrays } from '../../../../runner/formats/safetensors/arrays.ts';
import { cases } from '../../../fixtures/results/cases.ts';
import { makeResults } from '../../../fixtures/results/make-results.ts';

const arrays = (component: string): AtlasArrays => ({
  index: {
    schema: 3,
    component,
    layer: 1,
    neurons: 2,
    tokens: 30,
    range: [-1, 1],
    features: [],
    networks: 0,
    learned: null,
    places: ['highest'],
    side: 12,
    lags: [0],
  },
  tokens: ['a', '<script>', '\u202e'],
  map: { mean: { shape: [2], data: Float32Array.of(0.25, Number.NaN) } },
  untrained: null,
  quantiles: { levels: [0, 1], arrays: { quantile: { shape: [2, 2], data: Float32Array.of(0, 1, -1, 0) } } },
  search: {
    index: { among: 'text', segments: [3], tokens: 3, ranked: 3, least: 1 },
    text: {
      token: { shape: [2], data: Uint16Array.of(1, 0) },
      count: { shape: [2], data: Uint32Array.of(2, 1) },
      'text.0': { shape: [3], data: Uint16Array.of(0, 1, 0) },
    },
    shards: [
      {
        first: 0,
        count: 2,
        arrays: {
          sum: { shape: [2, 2], data: Int8Array.of(127, -127, 0, 1) },
          scale: { shape: [2], data: Float32Array.of(1, 2) },
        },
      },
    ],
  },
  shards: [{ first: 0, count: 2, arrays: { place: { shape: [2, 1], data: Uint32Array.of(3, 4_294_967_295) } } }],
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
    expect(map.mean?.data).toEqual(Float32Array.of(0.25, Number.NaN));
    expect(JSON.parse(await readFile(join(directory, index.vocabulary.path), 'utf8'))).toEqual([
      'a',
      '<script>',
      '\u202e',
    ]);
  });

  it('are known again by their key, and not when a file of them was cut', async () => {
    const known = { directory, component: 'hidden', layer: 1 } as const;
    const found = await publishedAtlas({ ...known, key: 'k' });
    const { files } = publication('hidden', 'k');
    expect(Object.keys(found?.files ?? {}).sort()).toEqual(Object.keys(files).sort());
    for (const [name, bytes] of Object.entries(files)) {
      expect(Buffer.compare(found?.files[name] ?? Buffer.of(), bytes), name).toBe(0);
    }
    expect(await publishedAtlas({ ...known, key: 'other' })).toBeNull();
    await writeFile(join(directory, 'atlas.cell.1.map.safetensors'), 'cut');
    expect(await publishedAtlas({ ...known, component: 'cell', key: 'k' })).toBeNull();
  });

  it('go when they are wanted no more', async () => {
    const result = await writeAtlases(directory, []);
    expect(result.atlases).toBeUndefined();
    expect((await readdir(directory)).filter((name) => name.startsWith('atlas.'))).toEqual([]);
  });
});
