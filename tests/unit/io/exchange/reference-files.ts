/** Files of other programs (tests/fixtures/networks): what a user says of each, and how far a reading is from its equations. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ImportOptions } from '../../../../runner/io/exchange/import-model.ts';
import { decodeSafetensors } from '../../../../runner/io/formats/safetensors/read.ts';
import { cellNames } from '../../../../runner/nn/models/cells/cells.ts';
import { type NetworkName, nameOfNetwork } from '../../../../runner/nn/models/networks.ts';
import type { Tensor } from '../../../../runner/nn/models/program.ts';
import { open } from '../../../../runner/open.ts';

export interface Case {
  dir: string;
  file: string;
  expected: string;
  vocab?: string;
  text?: string;
  holds: string;
}

export const at = (...parts: string[]) =>
  fileURLToPath(new URL(`../../../fixtures/networks/${parts.join('/')}`, import.meta.url));
export const cases: Case[] = JSON.parse(readFileSync(at('index.json'), 'utf8'));
export const expectedOf = ({ dir, expected }: Case) => decodeSafetensors(readFileSync(at(dir, expected)), expected);

/** What a user says of such a file. */
export function optionsFor({ dir, vocab, expected }: Case, logits: Tensor): Partial<ImportOptions> {
  const [, kind, form] = /plain_(mingru|minlstm)_(vanilla|g)/.exec(expected) ?? [];
  const cell = cellNames.find((name) => name === `${kind}${form === 'vanilla' ? '-linear' : ''}`);
  const rows = logits.shape[1] ?? 0;
  return {
    ...(cell !== undefined && { cell }),
    ...(vocab !== undefined && { vocabulary: at(dir, vocab) }),
    ...(vocab === undefined && dir === '08-mingru' && rows === 256 && { unit: 'byte' as const }),
    ...(vocab === undefined &&
      dir === '08-mingru' &&
      rows !== 256 && { vocabulary: Array.from({ length: rows }, (_, id) => `t${id}`) }),
  };
}

/** Our components by the letters that the fixtures have for gates. */
const letters: Partial<Record<NetworkName, Readonly<Record<string, string>>>> = {
  lstm: { gate_i: 'input', gate_f: 'forget', gate_g: 'candidate', gate_j: 'candidate', gate_o: 'output' },
  mlstm: { gate_i: 'input', gate_f: 'forget', gate_u: 'candidate', gate_o: 'output', m: 'intermediate' },
  gru: { gate_r: 'reset', gate_z: 'update', gate_n: 'candidate' },
  'mingru-lm': { gate_z: 'update', output: 'residual' },
  'minlstm-lm': { output: 'residual' },
  mingru: { gate_z: 'update', candidate: 'candidate' },
  'mingru-linear': { gate_z: 'update', candidate: 'candidate' },
  'minlstm-linear': { gate_f: 'forget', gate_i: 'input', candidate: 'candidate' },
};

/** The largest distance of two lists; NaN where one lacks a number. @throws RangeError when they have different lengths. */
export function largestDifference(found: Float32Array, wanted: ArrayLike<number>): number {
  if (found.length !== wanted.length) throw new RangeError(`${found.length} numbers in the place of ${wanted.length}`);
  return Array.from(wanted).reduce((most, value, i) => {
    const own = Math.abs(value - (found[i] ?? Number.NaN));
    return Number.isNaN(own) ? own : Math.max(most, own);
  }, 0);
}

export interface Deviations {
  cell: NetworkName;
  layers: number;
  logits: number;
  /** By the names of the file's expected arrays. */
  components: Record<string, number>;
}

/** Reads the tokens of a case by the façade. */
export async function deviationsOf(each: Case): Promise<Deviations> {
  const { tokens, logits = { shape: [], data: new Float32Array() }, ...expected } = expectedOf(each);
  const model = await open(at(each.dir, each.file), optionsFor(each, logits));
  const reading = await model.read(Int32Array.from(tokens?.data ?? []), { logits: true });
  const cell = nameOfNetwork(model.architecture);
  const components: Record<string, number> = {};
  for (const [name, { data }] of Object.entries(expected)) {
    const [, layer = '0', part = ''] = /^(?:layer(\d+)\.)?(\w+)$/.exec(name) ?? [];
    if (part === 'logprobs' || part === 'features') continue;
    const component = letters[cell]?.[part] ?? part;
    components[name] = largestDifference(reading.component(`${component}.${Number(layer) + 1}`).values, data);
  }
  const { layers } = model.architecture;
  await model.close();
  return { cell, layers, logits: largestDifference(reading.logits, logits.data), components };
}
