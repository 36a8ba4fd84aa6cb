/** Models exported as ONNX, read by ONNX Runtime alone. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { encodeOnnx, stateBefore } from '../../../../runner/io/exchange/export.ts';
import { decodeSafetensors } from '../../../../runner/io/formats/safetensors/read.ts';
import { architectureOf, type Checkpoint, loadCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { sizeOf, valueNamed } from '../../../../runner/nn/models/program.ts';
import { stateShapes } from '../../../../runner/nn/models/reading.ts';
import { fixture } from '../../nn/engines/fixture.ts';
import { largestDifference } from './reference-files.ts';

/** Reads tokens in two streams, the second of which begins elsewhere. @returns by output what the first gave, a token after the other. */
async function read(checkpoint: Checkpoint, ids: readonly number[]) {
  const session = await InferenceSession.create(encodeOnnx(checkpoint));
  const names = Object.entries(stateShapes(checkpoint.architecture, 2));
  let states = names.map(([name, shape]): [string, Tensor] => [
    stateBefore(name),
    new Tensor('float32', new Float32Array(sizeOf(shape)), [...shape]),
  ]);
  const rows: Record<string, number[]> = {};
  for (const [t, id] of ids.entries()) {
    const token = new Tensor('int64', BigInt64Array.of(BigInt(id), BigInt(ids[(t + 60) % ids.length] ?? 0)), [2]);
    const outputs = await session.run({ token, ...Object.fromEntries(states) });
    for (const [name, { data }] of Object.entries(outputs)) {
      rows[name] ??= [];
      rows[name].push(...(data as Float32Array).subarray(0, data.length / 2));
    }
    states = names.map(([name]) => [stateBefore(name), outputs[name] as Tensor]);
  }
  return { rows, inputs: session.inputNames };
}

async function readFixture(name: string) {
  const checkpoint = await loadCheckpoint(fixture(name));
  const tokens: string[] = JSON.parse(readFileSync(fixture(`${name}/tokens.json`), 'utf8'));
  const ids = tokens.map((token) => Math.max(0, checkpoint.vocabulary.indexOf(token)));
  return read(checkpoint, ids);
}

describe('a model exported as ONNX', () => {
  it.each(['lstm', 'lstm-2-layers', 'gru', 'rnn', 'rnn-one-hot'])(
    'gives every component and the logits of %s as PyTorch does, within 1e-5',
    async (name) => {
      const { nll: _, ...expected } = decodeSafetensors(readFileSync(fixture(`${name}/expected.safetensors`)), name);
      const { rows } = await readFixture(name);
      expect(Object.keys(rows).sort()).toEqual(
        [...new Set([...Object.keys(expected), 'logits', 'probability'])].sort(),
      );
      for (const [each, { data }] of Object.entries(expected))
        expect(largestDifference(Float32Array.from(rows[each] ?? []), data), each).toBeLessThan(1e-5);
    },
  );

  it.each([
    ['mlstm', 'mlstm', 1, {}],
    ['lstm', 'awd-lstm', 3, {}],
    ['minlstm', 'minlstm', 2, {}],
    ['lstm', 'projected', 3, { projection: 4 }],
    ['lstm', 'residual', 3, { projection: 4, residual: true as const }],
  ] as const)(
    'gives the logits and states of a network of %s as its authors’ program does (%s)',
    async (cell, name, layers, more) => {
      const path = fileURLToPath(new URL(`../../../fixtures/cells/${name}.safetensors`, import.meta.url));
      const { tokens, ...arrays } = decodeSafetensors(readFileSync(path), path);
      const isWeight = (key: string) => /^(?:embedding|rnn|decoder)\./.test(key);
      const weights = Object.fromEntries(Object.entries(arrays).filter(([key]) => isWeight(key)));
      const embedding = valueNamed(weights, 'embedding.weight').shape[1] ?? 0;
      const architecture = architectureOf(weights, { cell, layers, embedding, ...more }, name);
      const vocabulary = Array.from({ length: architecture.vocabulary }, (_, id) => `${id}`);
      const { rows } = await read({ architecture, unit: 'word', vocabulary, weights }, [...(tokens?.data ?? [])]);
      for (const [each, { data }] of Object.entries(arrays).filter(([key]) => !isWeight(key)))
        expect(largestDifference(Float32Array.from(rows[each] ?? []), data), each).toBeLessThan(1e-5);
    },
  );

  it('names its inputs, gives probabilities that sum to one, and carries its vocabulary', async () => {
    const { rows, inputs } = await readFixture('lstm-2-layers');
    expect([...inputs].sort()).toEqual([
      ...['cell.1.before', 'cell.2.before', 'hidden.1.before', 'hidden.2.before', 'token'],
    ]);
    const checkpoint = await loadCheckpoint(fixture('lstm-2-layers'));
    const { vocabulary } = checkpoint.architecture;
    for (let from = 0; from < (rows.probability ?? []).length; from += vocabulary) {
      const row = rows.probability?.slice(from, from + vocabulary) ?? [];
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    }
    expect(Buffer.from(encodeOnnx(checkpoint)).includes(JSON.stringify(checkpoint.vocabulary))).toBe(true);
  });
});
