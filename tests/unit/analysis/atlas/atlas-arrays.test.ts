import { beforeAll, describe, expect, it } from 'vitest';
import { mapOf, shardOf, untrainedOf } from '../../../../runner/analysis/atlas/atlas-arrays.ts';
import { atlasFiles } from '../../../../runner/analysis/atlas/atlas-file.ts';
import { type Atlas, atlasFile, atlasSchema } from '../../../../runner/analysis/atlas/atlas-schema.ts';
import type { AtlasArrays } from '../../../../runner/analysis/atlas/task.ts';
import { buildResult } from '../../../fixtures/results/build-result.ts';
import { cases } from '../../../fixtures/results/cases.ts';
import { buildAtlas } from '../../../fixtures/results/made-atlas.ts';

describe('the arrays of an atlas, read back from its files', () => {
  let arrays: AtlasArrays;
  let atlas: Atlas;
  let files: Record<string, Uint8Array>;
  const bytes = (path: string): Uint8Array => files[path] ?? new Uint8Array(0);

  beforeAll(async () => {
    const made = cases.find(({ id }) => id === 'no-curve');
    if (!made) throw new Error('no such case');
    const small = { ...made, units: 20, model: null };
    const { result, activations } = buildResult(small);
    const recorded = activations.get(`observed.${small.component}.${small.layer}.i8`) ?? [];
    arrays = await buildAtlas(result, recorded, true);
    files = atlasFiles(arrays, 'key');
    atlas = atlasSchema.parse(JSON.parse(new TextDecoder().decode(bytes(atlasFile(small.component, small.layer)))));
  });

  it('are those of the map', () => {
    const map = mapOf(bytes(atlas.map.path), atlas.map.path, atlas);
    expect(map.confirmation).toEqual(arrays.map['effect.confirmation']?.data);
    expect(map.exampleToken).toEqual(arrays.map['example.token']?.data);
    expect([...map.order].sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
    expect(map.sketch.length).toBe(20 * map.bars);
  });

  it('are those of each shard', () => {
    for (const [index, listed] of atlas.shards.entries()) {
      const shard = shardOf(bytes(listed.path), listed, atlas);
      const given = arrays.shards[index]?.arrays;
      expect(shard.token).toEqual(given?.['excerpt.token']?.data);
      expect(shard.histogram).toEqual(given?.histogram?.data);
      expect(shard.writes?.raised).toEqual(given?.raised?.data);
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
    expect(() => mapOf(bytes(atlas.map.path), atlas.map.path, { ...atlas, neurons: 21 })).toThrow(RangeError);
  });
});
