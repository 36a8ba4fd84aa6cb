/** A small atlas by hand: three neurons, three features of which the last cannot be tested, tokens that mean harm. */
import { readFileSync } from 'node:fs';
import {
  type AtlasMap,
  type AtlasShard,
  mapTable,
  shardTable,
} from '../../../../../runner/analysis/atlas/atlas-arrays.ts';
import type { AtlasIndex } from '../../../../../site/words/atlas/profile.ts';

type Values = { [name: string]: (number | null)[] | Values | null };

const kinds = { F32: Float32Array, U8: Uint8Array, U16: Uint16Array, U32: Uint32Array, I8: Int8Array };

/** The arrays of a table; null in one stands for NaN. */
const typed = (table: object, values: Values): object =>
  Object.fromEntries(
    Object.entries(table).map(([name, row]) => {
      const own = values[name] ?? null;
      if (!Array.isArray(own)) return [name, own && typed(row, own)];
      return [name, kinds[row[1] as keyof typeof kinds].from(own.map((value) => value ?? Number.NaN))];
    }),
  );

const { atlas, map, tokens, shard } = JSON.parse(readFileSync('tests/fixtures/results/atlas.json', 'utf8')) as {
  atlas: AtlasIndex;
  map: Values;
  tokens: string[];
  shard: Values;
};

export const madeAtlas = {
  atlas,
  tokens,
  map: typed(mapTable, map) as AtlasMap,
  shard: { first: 0, count: 3, ...typed(shardTable, shard) } as AtlasShard,
};
