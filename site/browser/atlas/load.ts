/** Fetches an atlas: its index, its map and its tokens once the page stands, and what belongs to some neurons or tokens when asked. */
import {
  type AtlasMap,
  arraysOf,
  mapTable,
  searchTextOf,
  shardOf,
  typeTable,
} from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { Atlas } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { item } from '../../../runner/core/at.ts';
import { type PublishedProfile, publishedProfileOf } from '../../words/atlas/profile.ts';
import { effectOfTypes, type TypeScores } from '../../words/atlas/search.ts';
import { remembered } from '../../words/remembered.ts';
import { besideOf, bytesOf, jsonOf } from '../fetched.ts';
import { matchPattern } from '../pattern.ts';

type Shard = Atlas['shards'][number];

export interface BrowserAtlas {
  atlas: Atlas;
  map: AtlasMap;
  tokens: string[];
  profile(neuron: number): Promise<PublishedProfile>;
  /**
   * How every neuron answers to the tokens of the whole observed text that a pattern, valid as it is, matches; null where the
   * atlas ranks no types, or none that matches.
   */
  areas(pattern: string): Promise<TypeScores | null>;
}

/** @param index the address of `atlas.<component>.<layer>.json`; its other files lie beside it. */
export async function loadAtlas(index: string): Promise<BrowserAtlas> {
  const bytes = (path: string): Promise<Uint8Array> => bytesOf(besideOf(index, path));
  const atlas = await jsonOf<Atlas>(index);
  const { neurons, search } = atlas;
  const [map, tokens] = await Promise.all([
    bytes(atlas.map.path).then((read) => arraysOf(mapTable, read, atlas.map.path, atlas)),
    jsonOf<string[]>(besideOf(index, atlas.vocabulary.path)),
  ]);
  const shardOn = remembered(async (listed: Shard) => shardOf(await bytes(listed.path), listed, atlas));
  const text = remembered(async () => (search ? searchTextOf(await bytes(search.text.path), search) : null));
  const sumsOn = remembered(async ({ path, first, count }: Shard) => ({
    ...{ first, count },
    ...arraysOf(typeTable, await bytes(path), path, { neurons, count }),
  }));
  return {
    ...{ atlas, map, tokens },
    async profile(neuron) {
      const listed = atlas.shards.find(({ first, count }) => neuron >= first && neuron < first + count);
      if (listed === undefined) throw new Error(`this atlas has no neuron ${neuron}`);
      return publishedProfileOf({ atlas, map, shard: await shardOn(listed), tokens }, neuron);
    },
    async areas(pattern) {
      const read = await text();
      if (!search || read === null) return null;
      const types = [...read.token].map((number) => item(tokens, number));
      const places = matchPattern(pattern, types).positions ?? [];
      if (places.length === 0) return null;
      const needed = search.shards.filter(({ first, count }) =>
        places.some((place) => place >= first && place < first + count),
      );
      return effectOfTypes({ neurons, search }, read, await Promise.all(needed.map(sumsOn)), new Set(places));
    },
  };
}
