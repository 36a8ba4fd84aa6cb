/** Fetches an atlas: its index, its map and its tokens once the page stands, and a shard when a neuron of it is asked for. */
import { type AtlasMap, type AtlasShard, mapOf, shardOf } from '../../../runner/results/atlas-arrays.ts';
import type { Atlas } from '../../../runner/results/atlas-schema.ts';
import { type NeuronProfile, profileOf } from '../../words/atlas/profile.ts';

export interface Loaded {
  atlas: Atlas;
  map: AtlasMap;
  tokens: string[];
  profile(neuron: number): Promise<NeuronProfile>;
}

/** @param index the address of `atlas.<component>.<layer>.json`; its other files lie beside it. */
export async function loadAtlas(index: string): Promise<Loaded> {
  const beside = (path: string): string => new URL(path, new URL(index, document.baseURI)).href;
  const atlas = (await (await answer(index)).json()) as Atlas;
  const [map, tokens] = await Promise.all([
    bytes(beside(atlas.map.path)).then((read) => mapOf(read, atlas.map.path, atlas)),
    answer(beside(atlas.vocabulary.path)).then(async (response) => (await response.json()) as string[]),
  ]);
  const shards = new Map<string, Promise<AtlasShard>>();
  return {
    atlas,
    map,
    tokens,
    async profile(neuron) {
      const listed = atlas.shards.find(({ first, count }) => neuron >= first && neuron < first + count);
      if (listed === undefined) throw new Error(`this atlas has no neuron ${neuron}`);
      const { path } = listed;
      const loading = shards.get(path) ?? bytes(beside(path)).then((read) => shardOf(read, listed, atlas));
      shards.set(path, loading);
      loading.catch(() => shards.delete(path));
      return profileOf({ atlas, map, shard: await loading, tokens }, neuron);
    },
  };
}

async function answer(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response;
}

const bytes = async (url: string): Promise<Uint8Array> => new Uint8Array(await (await answer(url)).arrayBuffer());
