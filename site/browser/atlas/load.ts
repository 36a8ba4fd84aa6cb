/** Fetches an atlas: its index, its map and its tokens once the page stands, and a shard when a neuron of it is asked for. */
import { type AtlasMap, type AtlasShard, mapOf, shardOf } from '../../../runner/results/atlas-arrays.ts';
import type { Atlas } from '../../../runner/results/atlas-schema.ts';
import { type NeuronProfile, profileOf } from '../../words/atlas/profile.ts';
import { answer, besideOf, bytesOf } from '../fetched.ts';
import { type WholeText, wholeText } from './whole-text.ts';

export interface Loaded {
  atlas: Atlas;
  map: AtlasMap;
  tokens: string[];
  profile(neuron: number): Promise<NeuronProfile>;
  whole: WholeText;
}

/** @param index the address of `atlas.<component>.<layer>.json`; its other files lie beside it. */
export async function loadAtlas(index: string): Promise<Loaded> {
  const beside = (path: string): string => besideOf(index, path);
  const atlas = (await (await answer(index)).json()) as Atlas;
  const [map, tokens] = await Promise.all([
    bytesOf(beside(atlas.map.path)).then((read) => mapOf(read, atlas.map.path, atlas)),
    answer(beside(atlas.vocabulary.path)).then(async (response) => (await response.json()) as string[]),
  ]);
  const shards = new Map<string, Promise<AtlasShard>>();
  return {
    atlas,
    map,
    tokens,
    whole: wholeText(index),
    async profile(neuron) {
      const listed = atlas.shards.find(({ first, count }) => neuron >= first && neuron < first + count);
      if (listed === undefined) throw new Error(`this atlas has no neuron ${neuron}`);
      const { path } = listed;
      const loading = shards.get(path) ?? bytesOf(beside(path)).then((read) => shardOf(read, listed, atlas));
      shards.set(path, loading);
      loading.catch(() => shards.delete(path));
      return profileOf({ atlas, map, shard: await loading, tokens }, neuron);
    },
  };
}
