/**
 * What was read of untrained networks in one safetensors file: `discovery` and `confirmation`, each [networks, features, neurons];
 * of the first of them, where it was asked for, `z` [first networks, features, neurons], `threshold` [first networks] and `labels`
 * [first networks, features], NaN for none; `probes` [networks of which a probe was made, features]; where a feature is a
 * number `curves` [features, parts] of the first network, NaN for none; where documents have labels `documents` [networks, labels]; and `key`, what they depend on. Written whole or not at all.
 */
import { readFile } from 'node:fs/promises';
import { type EffectTable, halfNames } from '../../analysis/findings/bench.ts';
import type { Standing, UntrainedNetwork } from '../../analysis/findings/readings.ts';
import { at } from '../../core/at.ts';
import { writeWhole } from '../../core/atomic-files.ts';
import { arrayOf, decodeArrays, encodeArrays, type TypedTensor } from '../../formats/safetensors/arrays.ts';

export async function writeEffects(path: string, key: string, networks: readonly UntrainedNetwork[]): Promise<void> {
  const [first] = networks;
  const features = first?.discovery.length ?? 0;
  const neurons = first?.discovery[0]?.length ?? 0;
  const tables = (of: readonly EffectTable[]): TypedTensor => {
    const data = new Float64Array(of.length * features * neurons);
    for (const [index, row] of of.flat().entries()) data.set(row, index * neurons);
    return { shape: [of.length, features, neurons], data };
  };
  const rows = (of: readonly (readonly (number | null)[])[]): TypedTensor => ({
    shape: [of.length, of[0]?.length ?? 0],
    data: Float64Array.from(of.flat(), (value) => value ?? Number.NaN),
  });
  const standing = networks.flatMap(({ standing: own }) => own ?? []);
  const probes = networks.flatMap(({ probes: own }) => (own.length === 0 ? [] : [own]));
  const documents = networks.flatMap(({ documents: own }) => (own === undefined ? [] : [own]));
  const curves = first?.curves ?? [];
  const parts = curves.reduce((most, own) => Math.max(most, own?.length ?? 0), 0);
  const bytes = new TextEncoder().encode(key);
  await writeWhole(
    path,
    encodeArrays({
      discovery: tables(networks.map(({ discovery }) => discovery)),
      confirmation: tables(networks.map(({ confirmation }) => confirmation)),
      ...(standing.length > 0 && {
        z: tables(standing.map(({ z }) => z)),
        threshold: { shape: [standing.length], data: Float64Array.from(standing, ({ threshold }) => threshold) },
        labels: rows(standing.map(({ labels }) => labels)),
      }),
      probes: rows(probes),
      ...(parts > 0 && {
        curves: rows(curves.map((own) => Array.from({ length: parts }, (_, part) => own?.[part] ?? null))),
      }),
      ...(documents.length > 0 && { documents: rows(documents) }),
      key: { shape: [bytes.length], data: bytes },
    }),
  );
}

/** @returns [networks]; null where nothing, or what depends on something else, was kept. */
export async function readEffects(path: string, key: string): Promise<UntrainedNetwork[] | null> {
  try {
    const arrays = decodeArrays(await readFile(path), path);
    if (new TextDecoder().decode(arrayOf(arrays, 'key', 'U8', [null])) !== key) return null;
    const [networks = 0, features = 0, neurons = 0] = arrays.discovery?.shape ?? [];
    const table = (name: string, of = networks): ((network: number) => EffectTable) => {
      const data = arrayOf(arrays, name, 'F64', [of, features, neurons]);
      return (network) =>
        Array.from({ length: features }, (_, feature) => {
          const from = (network * features + feature) * neurons;
          return data.slice(from, from + neurons);
        });
    };
    const rows = (name: string, from: number): ((network: number) => (number | null)[]) => {
      const data = arrayOf(arrays, name, 'F64', [from, null]);
      const width = from === 0 ? 0 : data.length / from;
      return (network) =>
        Array.from(data.subarray(network * width, (network + 1) * width), (value) =>
          Number.isNaN(value) ? null : value,
        );
    };
    const [discovery, confirmation] = halfNames.map((half) => table(half));
    if (discovery === undefined || confirmation === undefined) return null;
    const counted = arrays.z?.shape[0] ?? 0;
    const standing =
      counted === 0
        ? null
        : standingIn(table('z', counted), arrayOf(arrays, 'threshold', 'F64', [counted]), rows('labels', counted));
    const probes = rows('probes', arrays.probes?.shape[0] ?? 0);
    const withCurves = arrays.curves?.shape[0] ?? 0;
    const curve = withCurves === 0 ? null : rows('curves', withCurves);
    const curves = Array.from({ length: withCurves }, (_, feature) => {
      const own = curve?.(feature).filter((mean) => mean !== null) ?? [];
      return own.length === 0 ? null : own;
    });
    const documents = arrays.documents === undefined ? null : rows('documents', networks);
    return Array.from({ length: networks }, (_, network) => ({
      discovery: discovery(network),
      confirmation: confirmation(network),
      standing: (network < counted && standing?.(network)) || null,
      probes: probes(network),
      ...(network === 0 && withCurves > 0 && { curves }),
      ...(documents !== null && { documents: documents(network) }),
    }));
  } catch {
    // Not there, or damaged: whoever asks makes it anew.
    return null;
  }
}

const standingIn =
  (z: (network: number) => EffectTable, threshold: Float64Array, labels: (network: number) => Standing['labels']) =>
  (network: number): Standing => ({ z: z(network), threshold: at(threshold, network), labels: labels(network) });
