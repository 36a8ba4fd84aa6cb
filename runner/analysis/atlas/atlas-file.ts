/**
 * The files of an atlas: from arrays to named bytes, and back. Pure; reading works in the browser too. The shapes are in
 * atlas-schema.ts.
 */

import { InputError } from '../../core/errors.ts';
import { encodeArrays } from '../../formats/safetensors/arrays.ts';
import { type Atlas, atlasFile, atlasSchema, outdatedAtlasSchema } from './atlas-schema.ts';
import type { AtlasArrays } from './task.ts';

/** All files of an atlas begin so; nothing else beside a result does. */
export const isAtlasFile = (name: string): boolean => name.startsWith('atlas.');

const encoded = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value)}\n`);

/**
 * @param key of all that the atlas depends on: an atlas with the same key need not be made again.
 * @returns every file by its name, the index `atlas.<component>.<layer>.json` among them.
 */
export function atlasFiles(
  { index, tokens, map, untrained, quantiles, strongest, search, shards }: AtlasArrays,
  key: string,
): Record<string, Uint8Array> {
  const stem = `atlas.${index.component}.${index.layer}`;
  const files: Record<string, Uint8Array> = {};
  const add = (name: string, bytes: Uint8Array) => {
    files[name] = bytes;
    return { path: name, bytes: bytes.length };
  };
  const addShard = (name: string, { first, count, arrays }: AtlasArrays['shards'][number]) => ({
    ...add(`${name}.${String(first).padStart(5, '0')}.safetensors`, encodeArrays(arrays)),
    first,
    count,
  });
  const atlas: Atlas = {
    ...index,
    key,
    vocabulary: add(`${stem}.tokens.json`, encoded(tokens)),
    map: add(`${stem}.map.safetensors`, encodeArrays(map)),
    untrained: untrained && add(`${stem}.untrained.safetensors`, encodeArrays(untrained)),
    shards: shards.map((shard) => addShard(stem, shard)),
    quantiles: {
      ...add(`${stem}.quantiles.safetensors`, encodeArrays(quantiles.arrays)),
      levels: [...quantiles.levels],
    },
    ...(strongest && {
      strongest: { ...add(`${stem}.strongest.safetensors`, encodeArrays(strongest.arrays)), ...strongest.index },
    }),
    search: search && {
      ...search.index,
      text: add(`${stem}.text.safetensors`, encodeArrays(search.text)),
      shards: search.shards.map((shard) => addShard(`${stem}.types`, shard)),
    },
  };
  files[atlasFile(index.component, index.layer)] = encoded(atlasSchema.parse(atlas));
  return files;
}

/** All files that an index names. */
export const filesOf = ({ vocabulary, map, untrained, shards, quantiles, strongest, search }: Atlas) => [
  ...[vocabulary, map, ...shards],
  ...[untrained, quantiles, strongest, search?.text].filter((file) => file !== null && file !== undefined),
  ...(search?.shards ?? []),
];

/**
 * The index of an atlas, checked.
 * @param command that makes its result anew.
 * @throws InputError for one of an earlier version; ZodError for one that is damaged.
 */
export function atlasIndex(json: unknown, path: string, command: string): Atlas {
  if (outdatedAtlasSchema.safeParse(json).success) {
    throw new InputError('result-outdated', {
      what: `${path} is of an earlier version of the program`,
      fix: `Make the result anew: ${command}`,
    });
  }
  return atlasSchema.parse(json);
}
