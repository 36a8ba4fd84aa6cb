/** Files of other programs (tests/fixtures/networks): what a user says of each, and how far a reading is from its equations. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ImportOptions } from '../../../../runner/io/convert/import-model.ts';
import { decodeSafetensors } from '../../../../runner/io/formats/safetensors/read.ts';
import { cellNames } from '../../../../runner/nn/models/cells/cells.ts';
import { type NetworkName, nameOfNetwork } from '../../../../runner/nn/models/networks.ts';
import { distance } from '../../analysis/stats/reference.ts';
import { opened } from '../../nn/models/readers/reference-networks.ts';

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
/** The model of such a file, closed with its test. */
export const openedCase = (each: Case) => opened(at(each.dir, each.file), optionsFor(each));

/** What a user says of such a file. */
export function optionsFor(each: Case): Partial<ImportOptions> {
  const { dir, vocab, expected } = each;
  if (vocab === undefined && dir !== '08-mingru') return {};
  const [, kind, form] = /plain_(mingru|minlstm)_(vanilla|g)/.exec(expected) ?? [];
  const cell = cellNames.find((name) => name === `${kind}${form === 'vanilla' ? '-linear' : ''}`);
  const said = cell === undefined ? {} : { cell };
  if (vocab !== undefined) return { ...said, vocabulary: at(dir, vocab) };
  const rows = expectedOf(each).logits?.shape[1] ?? 0;
  if (rows === 256) return { ...said, unit: 'byte' };
  return { ...said, vocabulary: Array.from({ length: rows }, (_, id) => `t${id}`) };
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

/** How far a reading of a case's tokens by the façade is from its numbers, by the names that they have there. */
export async function deviationsOf(each: Case) {
  const { tokens, logits, ...expected } = expectedOf(each);
  const model = await openedCase(each);
  const reading = await model.read(Int32Array.from(tokens?.data ?? []), { logits: true });
  const cell = nameOfNetwork(model.architecture);
  const components: Record<string, number> = {};
  for (const [name, { data }] of Object.entries(expected)) {
    const [, layer = '0', part = ''] = /^(?:layer(\d+)\.)?(\w+)$/.exec(name) ?? [];
    if (part === 'logprobs' || part === 'features') continue;
    const component = letters[cell]?.[part] ?? part;
    components[name] = distance(reading.component(`${component}.${Number(layer) + 1}`).values, data);
  }
  return { layers: model.architecture.layers, logits: distance(reading.logits, logits?.data ?? []), components };
}
