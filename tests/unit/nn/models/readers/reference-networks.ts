/** Whole networks with random weights, and what they compute (tests/fixtures/networks/modern). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { filesInZip } from '../../../../../runner/io/formats/zip/zip.ts';
import type { Hold } from '../../../../../runner/nn/models/intervention.ts';

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

/** Arrays of a `.npz` file: a zip archive of `.npy` files. */
export async function expectedIn(path: string): Promise<Record<string, Expected>> {
  const archive = await filesInZip(readFileSync(modern(path)));
  const arrays: Record<string, Expected> = {};
  for (const name of archive.names) {
    const bytes = Buffer.from(await archive.read(name));
    const end = 10 + bytes.readUInt16LE(8);
    const header = bytes.toString('latin1', 10, end);
    const [, type] = /'descr': '([^']*)'/.exec(header) ?? [];
    const [, lengths = ''] = /'shape': \(([^)]*)\)/.exec(header) ?? [];
    const shape = lengths.split(',').filter((length) => length.trim() !== '');
    const buffer = Uint8Array.from(bytes.subarray(end)).buffer;
    const data = type === '<i4' ? new Int32Array(buffer) : new Float32Array(buffer);
    arrays[name.replace(/\.npy$/, '')] = { shape: shape.map(Number), data };
  }
  return arrays;
}

export function heldIn(path: string): Hold {
  const hold: Record<string, Record<number, number>> = {};
  const list: { component: string; layer: number; neuron: number; value: number }[] = JSON.parse(
    readFileSync(modern(path), 'utf8'),
  );
  for (const { component, layer, neuron, value } of list) {
    hold[`${component}.${layer}`] = { ...hold[`${component}.${layer}`], [neuron]: value };
  }
  return hold;
}

/** The largest distance, as a share of the largest value that is expected; over the first values where more were read. */
export function distance(got: ArrayLike<number>, { data }: Expected): number {
  let most = 0;
  let largest = 0;
  for (let i = 0; i < data.length; i++) {
    const [value, own] = [data[i] ?? Number.NaN, got[i] ?? Number.NaN];
    if (Number.isNaN(value) || Number.isNaN(own)) return Number.NaN;
    most = Math.max(most, Math.abs(value - own));
    largest = Math.max(largest, Math.abs(value));
  }
  return most / largest;
}

/** A matrix with rows and columns exchanged. */
export function turned({ shape: [rows = 0, columns = 0], data }: Expected): Expected {
  const value = (_: unknown, i: number) => data[(i % rows) * columns + Math.floor(i / rows)] ?? Number.NaN;
  return { shape: [columns, rows], data: Float32Array.from({ length: data.length }, value) };
}
