/**
 * The effects of networks in one safetensors file: `discovery` and `confirmation`, each [networks, features, neurons], and `key`,
 * what they depend on. Written whole or not at all.
 */
import { readFile } from 'node:fs/promises';
import { writeWhole } from '../../core/atomic-files.ts';
import { arrayOf, decodeArrays, encodeArrays } from '../../formats/safetensors/arrays.ts';
import { type EffectTable, inHalves } from '../../ladder/bench.ts';
import type { HalfName, Halves } from '../../stats/halves.ts';

export async function writeEffects(path: string, key: string, networks: readonly Halves<EffectTable>[]): Promise<void> {
  const [first] = networks;
  const features = first?.discovery.length ?? 0;
  const neurons = first?.discovery[0]?.length ?? 0;
  const array = (half: HalfName) => {
    const data = new Float64Array(networks.length * features * neurons);
    const rows = networks.flatMap((network) => network[half]);
    for (const [index, row] of rows.entries()) data.set(row, index * neurons);
    return { shape: [networks.length, features, neurons], data };
  };
  const bytes = new TextEncoder().encode(key);
  await writeWhole(path, encodeArrays({ ...inHalves(array), key: { shape: [bytes.length], data: bytes } }));
}

/** @returns [networks]; null where nothing, or what depends on something else, was kept. */
export async function readEffects(path: string, key: string): Promise<Halves<EffectTable>[] | null> {
  try {
    const arrays = decodeArrays(await readFile(path), path);
    if (new TextDecoder().decode(arrayOf(arrays, 'key', 'U8', [null])) !== key) return null;
    const [networks = 0, features = 0, neurons = 0] = arrays.discovery?.shape ?? [];
    const halves = inHalves((half) => arrayOf(arrays, half, 'F64', [networks, features, neurons]));
    return Array.from({ length: networks }, (_, network) =>
      inHalves((half) =>
        Array.from({ length: features }, (_unused, feature) => {
          const from = (network * features + feature) * neurons;
          return halves[half].slice(from, from + neurons);
        }),
      ),
    );
  } catch {
    // Not there, or damaged: whoever asks makes it anew.
    return null;
  }
}
