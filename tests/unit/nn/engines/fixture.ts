/** What PyTorch and the authors of cells computed: paths, checkpoints, ids of tokens, and every number that came out. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeSafetensors } from '../../../../runner/io/formats/safetensors/read.ts';
import type { Architecture } from '../../../../runner/nn/models/architecture.ts';
import { loadCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { architectureOf } from '../../../../runner/nn/models/model-file.ts';
import { type Tensor, valueNamed } from '../../../../runner/nn/models/program.ts';

export const fixture = (path: string): string =>
  fileURLToPath(new URL(`../../../fixtures/reference/${path}`, import.meta.url));

/** Checkpoints with a text and what PyTorch made of it: `nll`, `logits` and every component. */
export const ofPytorch = ['lstm', 'lstm-2-layers', 'gru', 'rnn', 'rnn-one-hot'];

export async function pytorch(name: string) {
  const checkpoint = await loadCheckpoint(fixture(name));
  const tokens: string[] = JSON.parse(readFileSync(fixture(`${name}/tokens.json`), 'utf8'));
  const ids = Int32Array.from(tokens, (token) => Math.max(0, checkpoint.vocabulary.indexOf(token)));
  const expected = decodeSafetensors(readFileSync(fixture(`${name}/expected.safetensors`)), name);
  return { checkpoint, tokens, ids, expected };
}

export const arraysOf = (name: string): Record<string, Tensor> => {
  const path = fileURLToPath(new URL(`../../../fixtures/cells/${name}.safetensors`, import.meta.url));
  return decodeSafetensors(readFileSync(path), path);
};

/** By their files in tests/fixtures/cells: make.py, and projected.py of those whose layers do not give the hidden state. */
export const ofAuthors: Readonly<Record<string, Pick<Architecture, 'cell' | 'layers' | 'projection' | 'residual'>>> = {
  mingru: { cell: 'mingru', layers: 2 },
  'mingru-linear': { cell: 'mingru-linear', layers: 2 },
  minlstm: { cell: 'minlstm', layers: 2 },
  'minlstm-linear': { cell: 'minlstm-linear', layers: 2 },
  mlstm: { cell: 'mlstm', layers: 1 },
  'awd-lstm': { cell: 'lstm', layers: 3 },
  projected: { cell: 'lstm', layers: 3, projection: 4 },
  residual: { cell: 'lstm', layers: 3, projection: 4, residual: true },
};

export function authored(name: string) {
  const { tokens, ...arrays } = arraysOf(name);
  const isWeight = (key: string) => /^(?:embedding|rnn|decoder)\./.test(key);
  const only = (wanted: boolean) =>
    Object.fromEntries(Object.entries(arrays).filter(([key]) => isWeight(key) === wanted));
  const weights = only(true);
  const embedding = valueNamed(weights, 'embedding.weight').shape[1] ?? 0;
  const architecture = architectureOf(weights, { embedding, ...valueNamed(ofAuthors, name) }, name);
  return { checkpoint: { architecture, weights }, ids: Int32Array.from(tokens?.data ?? []), expected: only(false) };
}
