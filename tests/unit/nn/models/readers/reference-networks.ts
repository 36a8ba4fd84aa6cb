/** Whole networks with random weights, and what they compute (tests/fixtures/networks/modern). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { wholeNetworkAt } from '../../../../../runner/io/convert/whole-networks.ts';
import { readNpy } from '../../../../../runner/io/formats/numpy/npy.ts';
import { filesInZip } from '../../../../../runner/io/formats/zip/zip.ts';
import type { Model } from '../../../../../runner/library/model.ts';
import { valueNamed } from '../../../../../runner/nn/models/program.ts';
import { open } from '../../../../../runner/open.ts';
import { distance } from '../../../analysis/stats/reference.ts';

export const modern = (path: string): string =>
  fileURLToPath(new URL(`../../../../fixtures/networks/modern/${path}`, import.meta.url));

/** A file of each family, the folder of what it computes, and a component whose derivatives stand there. */
export const families = [
  ['rwkv4/rwkv4-float32.pth', 'rwkv4', 'channelHidden'],
  ['rwkv7/rwkv7-float32.pth', 'rwkv7', 'channelHidden'],
  ['mamba1/original', 'mamba1', 'gated'],
  ['mamba2/hf', 'mamba2', 'gated'],
  ['griffin', 'griffin', 'channelHidden'],
  ['gated-deltanet', 'gated-deltanet', 'channelHidden'],
  ['slstm', 'slstm', 'channelHidden'],
] as const;

export interface Expected {
  shape: readonly number[];
  data: Float32Array | Float64Array | Int32Array;
}

/** A network of these files, with its weights. */
export async function networkAt(file: string) {
  const network = await wholeNetworkAt(modern(file));
  if (network === null) throw new Error(`${file} is no whole network`);
  return network;
}

/** A model that is closed when its test is done. */
export async function opened(...given: Parameters<typeof open>): Promise<Model> {
  const model = await open(...given);
  onTestFinished(() => model.close());
  return model;
}

/** Arrays of `.npz` files, by name: zip archives of `.npy` files. The function gives one that must be there. */
export async function expectedIn(...paths: string[]) {
  const arrays = Object.assign({}, ...(await Promise.all(paths.map(arraysIn)))) as Record<string, Expected>;
  return {
    names: Object.keys(arrays),
    of: (name: string) => valueNamed(arrays, name),
    ids: [...(arrays.tokens?.data ?? [])],
  };
}

async function arraysIn(path: string): Promise<Record<string, Expected>> {
  const archive = await filesInZip(readFileSync(modern(path)));
  const arrays: Record<string, Expected> = {};
  for (const name of archive.names) {
    const bytes = await archive.read(name);
    // Alone of integers, which stand behind a header of 128 bytes.
    const ids = () => new Int32Array(Uint8Array.from(bytes.subarray(128)).buffer);
    arrays[name.replace(/\.npy$/, '')] =
      name === 'tokens.npy' ? { shape: [ids().length], data: ids() } : readNpy(bytes);
  }
  return arrays;
}

/** The largest distance, as a share of the largest value that is expected; over the first values where more were read. */
export function deviation(got: ArrayLike<number>, expected: Expected | ArrayLike<number>): number {
  const wanted = Array.from('data' in expected ? expected.data : expected);
  const first = wanted.map((_, i) => got[i] ?? Number.NaN);
  return distance(first, wanted) / wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
