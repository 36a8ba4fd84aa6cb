/** The files of an atlas: from arrays to named bytes. Pure. The shapes are in atlas-schema.ts, the arrays in atlas-arrays.ts. */
import {
  type AtlasMap,
  type AtlasShard,
  bytesOf,
  mapTable,
  quantileTable,
  type Span,
  type StrongestArrays,
  shardTable,
  strongestTable,
  untrainedBytes,
} from './atlas-arrays.ts';
import { type Atlas, atlasFile, atlasSchema, type Strongest } from './atlas-schema.ts';

export interface AtlasArrays {
  index: Omit<Atlas, 'key' | 'vocabulary' | 'map' | 'untrained' | 'shards' | 'quantiles' | 'strongest'>;
  /** The tokens that arrays name by number. */
  tokens: string[];
  map: AtlasMap;
  /** [networks, N, F]; null when no untrained network was read. */
  untrained: Float32Array | null;
  quantiles: { levels: number[]; quantile: Float32Array };
  strongest: { index: Omit<Strongest, 'path' | 'bytes'>; arrays: StrongestArrays };
  shards: AtlasShard[];
}

/** All files of an atlas begin so; nothing else beside a result does. */
export const isAtlasFile = (name: string): boolean => name.startsWith('atlas.');

const encoded = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value)}\n`);

/**
 * @param key of all that the atlas depends on: an atlas with the same key need not be made again.
 * @returns every file by its name, the index `atlas.<component>.<layer>.json` among them.
 */
export function atlasFiles(
  { index, tokens, map, untrained, quantiles: { levels, quantile }, strongest, shards }: AtlasArrays,
  key: string,
): Record<string, Uint8Array> {
  const { neurons, features } = index;
  const stem = `atlas.${index.component}.${index.layer}`;
  const files: Record<string, Uint8Array> = {};
  const add = (name: string, bytes: Uint8Array) => {
    const path = `${stem}.${name}`;
    files[path] = bytes;
    return { path, bytes: bytes.length };
  };
  const addSpan = (prefix: string, { first, count }: Span, bytes: Uint8Array) => ({
    ...add(`${prefix}${String(first).padStart(5, '0')}.safetensors`, bytes),
    first,
    count,
  });
  const atlas: Atlas = {
    ...index,
    key,
    vocabulary: add('tokens.json', encoded(tokens)),
    map: add('map.safetensors', bytesOf(mapTable, map, index)),
    untrained: untrained && add('untrained.safetensors', untrainedBytes(untrained, index)),
    shards: shards.map((own) => addSpan('', own, bytesOf(shardTable, own, { ...index, count: own.count }))),
    quantiles: {
      ...add('quantiles.safetensors', bytesOf(quantileTable, { quantile }, { neurons, quantiles: { levels } })),
      levels,
    },
    strongest: {
      ...add('strongest.safetensors', bytesOf(strongestTable, strongest.arrays, { ...strongest.index, features })),
      ...strongest.index,
    },
  };
  files[atlasFile(index.component, index.layer)] = encoded(atlasSchema.parse(atlas));
  return files;
}

export const filesOf = ({ vocabulary, map, untrained, shards, quantiles, strongest }: Atlas) => [
  vocabulary,
  map,
  quantiles,
  strongest,
  ...shards,
  ...(untrained === null ? [] : [untrained]),
];
