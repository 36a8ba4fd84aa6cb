/** Fetches an atlas: its index, its map and its tokens once the page stands, and what belongs to some neurons when asked. */
import { type AtlasMap, arraysOf, mapTable, shardOf } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { Atlas } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { type PublishedProfile, publishedProfileOf } from '../../words/atlas/profile.ts';
import { remembered } from '../../words/remembered.ts';
import { besideOf, bytesOf, jsonOf } from '../fetched.ts';

type Shard = Atlas['shards'][number];

export interface BrowserAtlas {
  atlas: Atlas;
  map: AtlasMap;
  tokens: string[];
  profile(neuron: number): Promise<PublishedProfile>;
}

/** @param index the address of `atlas.<component>.<layer>.json`; its other files lie beside it. */
export async function loadAtlas(index: string): Promise<BrowserAtlas> {
  const bytes = (path: string): Promise<Uint8Array> => bytesOf(besideOf(index, path));
  const atlas = await jsonOf<Atlas>(index);
  const [map, tokens] = await Promise.all([
    bytes(atlas.map.path).then((read) => arraysOf(mapTable, read, atlas.map.path, atlas)),
    jsonOf<string[]>(besideOf(index, atlas.vocabulary.path)),
  ]);
  const shardOn = remembered(async (listed: Shard) => shardOf(await bytes(listed.path), listed, atlas));
  return {
    atlas,
    map,
    tokens,
    async profile(neuron) {
      const listed = atlas.shards.find(({ first, count }) => neuron >= first && neuron < first + count);
      if (listed === undefined) throw new Error(`this atlas has no neuron ${neuron}`);
      return publishedProfileOf({ atlas, map, shard: await shardOn(listed), tokens }, neuron);
    },
  };
}
