/** Fetches an atlas: its index, its map and its tokens once the page stands, and a shard when a neuron of it is asked for. */
import { type AtlasMap, arraysOf, mapTable, shardOf } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { Atlas } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { type PublishedProfile, publishedProfileOf } from '../../words/atlas/profile.ts';
import { besideOf, bytesOf, jsonOf, remembered } from '../fetched.ts';
import { type WholeText, wholeText } from './whole-text.ts';

export interface BrowserAtlas {
  atlas: Atlas;
  map: AtlasMap;
  tokens: string[];
  profile(neuron: number): Promise<PublishedProfile>;
  whole: WholeText;
}

/** @param index the address of `atlas.<component>.<layer>.json`; its other files lie beside it. */
export async function loadAtlas(index: string): Promise<BrowserAtlas> {
  const beside = (path: string): string => besideOf(index, path);
  const atlas = await jsonOf<Atlas>(index);
  const [map, tokens] = await Promise.all([
    bytesOf(beside(atlas.map.path)).then((read) => arraysOf(mapTable, read, atlas.map.path, atlas)),
    jsonOf<string[]>(beside(atlas.vocabulary.path)),
  ]);
  const shardOn = remembered(async (listed: Atlas['shards'][number]) =>
    shardOf(await bytesOf(beside(listed.path)), listed, atlas),
  );
  return {
    atlas,
    map,
    tokens,
    whole: wholeText(index),
    async profile(neuron) {
      const listed = atlas.shards.find(({ first, count }) => neuron >= first && neuron < first + count);
      if (listed === undefined) throw new Error(`this atlas has no neuron ${neuron}`);
      return publishedProfileOf({ atlas, map, shard: await shardOn(listed), tokens }, neuron);
    },
  };
}
