import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { arraysOf, mapTable, shardOf, untrainedOf } from '../../../../runner/analysis/atlas/atlas-arrays.ts';
import { atlasFiles } from '../../../../runner/analysis/atlas/atlas-file.ts';
import { atlasFile, atlasSchema } from '../../../../runner/analysis/atlas/atlas-schema.ts';
import { decodeArrays } from '../../../../runner/io/formats/safetensors/file.ts';
import { buildResult } from '../../../fixtures/results/build-result.ts';
import { cases } from '../../../fixtures/results/cases.ts';
import { buildAtlas } from '../../../fixtures/results/made-atlas.ts';

const made = cases.find(({ id }) => id === 'no-curve');
if (made === undefined) throw new Error('no such case');
const small = { ...made, units: 20, model: null };
const { result, activations } = buildResult(small);
const recorded = activations.get(`observed.${small.component}.${small.layer}.i8`) ?? [];
const arrays = await buildAtlas(result, recorded, true);
const files: Record<string, Uint8Array> = atlasFiles(arrays, 'key');
const bytes = (path: string): Uint8Array => files[path] ?? new Uint8Array(0);
const atlas = atlasSchema.parse(JSON.parse(new TextDecoder().decode(bytes(atlasFile(small.component, small.layer)))));

describe('the arrays of an atlas, read back from its files', () => {
  it('are those of the map', () => {
    const map = arraysOf(mapTable, bytes(atlas.map.path), atlas.map.path, atlas);
    expect(map).toEqual(arrays.map);
    const named = decodeArrays(bytes(atlas.map.path), '');
    expect(named['effect.confirmation']?.data).toEqual(map.confirmation);
    expect(named['example.token']?.data).toEqual(map.exampleToken);
    expect(named['memory.left']?.data).toEqual(map.memory?.left);
    expect([...map.order].sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
  });

  it('are those of each shard', () => {
    for (const [index, listed] of atlas.shards.entries()) {
      const shard = shardOf(bytes(listed.path), listed, atlas);
      expect(shard).toEqual(arrays.shards[index]);
      const named = decodeArrays(bytes(listed.path), '');
      expect(named['excerpt.token']?.data).toEqual(shard.token);
      expect(named.raised?.data).toEqual(shard.writes?.raised);
      expect([shard.first, shard.count]).toEqual([listed.first, listed.count]);
    }
  });

  it('are of untrained neurons areas from 0 to 1, and none where nothing was tested', () => {
    const areas = untrainedOf(bytes(atlas.untrained?.path ?? ''), 'untrained', atlas);
    const last = atlas.features.length - 1;
    const [tested, not] = [0, last].map((feature) => areas.filter((_, index) => index % (last + 1) === feature));
    expect(tested?.every((area) => area >= 0.3 && area <= 0.7)).toBe(true);
    expect(not?.every((area) => Number.isNaN(area))).toBe(true);
  });

  it('are refused where their shape is another', () => {
    const read = () => arraysOf(mapTable, bytes(atlas.map.path), atlas.map.path, { ...atlas, neurons: 21 });
    expect(read).toThrow(RangeError);
  });
});

it.each(['map', 'vocabulary', 'quantiles'] as const)('the file of its %s lies beside it, nowhere else', (part) => {
  const read = (path: string) => {
    const own = JSON.parse(readFileSync('public/results/quotes/atlas.hidden.1.json', 'utf8'));
    own[part].path = path;
    return atlasSchema.parse(own)[part]?.path;
  };
  expect(read('atlas.json')).toBe('atlas.json');
  for (const path of ['../../../package.json', '/etc/hosts', 'a/b', '..', 'C:\\b', ''])
    expect(() => read(path)).toThrow(part);
});
