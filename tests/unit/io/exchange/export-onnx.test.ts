import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { encodeOnnx, stateBefore } from '../../../../runner/io/exchange/export.ts';
import { decodeSafetensors } from '../../../../runner/io/formats/safetensors/read.ts';
import { unitsOf } from '../../../../runner/nn/models/architecture.ts';
import { architectureOf, loadCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { valueNamed } from '../../../../runner/nn/models/program.ts';
import { stateShapes } from '../../../../runner/nn/models/reading.ts';
import { fixture } from '../../nn/engines/fixture.ts';

const streams = 2;

/** Reads the text by the exported file alone, in ONNX Runtime, in two streams: the text, and its second half. */
async function read(name: string) {
  const checkpoint = await loadCheckpoint(fixture(name));
  const tokens = JSON.parse(readFileSync(fixture(`${name}/tokens.json`), 'utf8')) as string[];
  const ids = tokens.map((token) => Math.max(0, checkpoint.vocabulary.indexOf(token)));
  const session = await InferenceSession.create(encodeOnnx(checkpoint));
  const { architecture } = checkpoint;
  const states = Object.keys(stateShapes(architecture, streams));
  let state = states.map((each): [string, Tensor] => [
    stateBefore(each),
    new Tensor('float32', new Float32Array(streams * unitsOf(architecture, 1)), [streams, unitsOf(architecture, 1)]),
  ]);
  const rows: Record<string, Float32Array[]> = {};
  for (let t = 0; t < ids.length; t++) {
    const token = BigInt64Array.from([ids[t] ?? 0, ids[(t + 60) % ids.length] ?? 0], BigInt);
    const outputs = await session.run({ token: new Tensor('int64', token, [streams]), ...Object.fromEntries(state) });
    for (const [output, { data }] of Object.entries(outputs)) {
      rows[output] ??= [];
      rows[output].push((data as Float32Array).slice(0, data.length / streams));
    }
    state = states.map((each): [string, Tensor] => [stateBefore(each), outputs[each] as Tensor]);
  }
  return { rows, session };
}

describe('a model exported as ONNX', () => {
  it.each(['lstm', 'lstm-2-layers', 'gru', 'rnn', 'rnn-one-hot'])(
    'gives every component and the logits of %s as PyTorch does, within 1e-5',
    async (name) => {
      const expected = decodeSafetensors(readFileSync(fixture(`${name}/expected.safetensors`)), name);
      const { rows } = await read(name);
      const names = Object.keys(expected).filter((key) => key !== 'nll');
      expect(Object.keys(rows).sort()).toEqual([...new Set([...names, 'logits', 'probability'])].sort());
      for (const each of names) {
        const wanted = expected[each]?.data ?? new Float32Array();
        const found = (rows[each] ?? []).flatMap((row) => [...row]);
        expect(found).toHaveLength(wanted.length);
        expect(found.reduce((most, value, i) => Math.max(most, Math.abs(value - (wanted[i] ?? 9))), 0)).toBeLessThan(
          1e-5,
        );
      }
    },
  );

  it.each([
    ['mlstm', 'mlstm', 1],
    ['lstm', 'awd-lstm', 3],
    ['minlstm', 'minlstm', 2],
    ['lstm', 'projected', 3],
    ['lstm', 'residual', 3],
  ] as const)(
    'gives the logits and states of a network of %s as its authors’ program does (%s)',
    async (cell, name, layers) => {
      const path = fileURLToPath(new URL(`../../../fixtures/cells/${name}.safetensors`, import.meta.url));
      const arrays = decodeSafetensors(readFileSync(path), path);
      const weights = Object.fromEntries(
        Object.entries(arrays).filter(([key]) => /^(?:embedding|rnn|decoder)\./.test(key)),
      );
      const embedding = valueNamed(weights, 'embedding.weight').shape[1] ?? 0;
      const architecture = architectureOf(
        weights,
        {
          ...{ cell, layers, embedding },
          ...((name === 'projected' || name === 'residual') && { projection: 4 }),
          ...(name === 'residual' && { residual: true }),
        },
        name,
      );
      const vocabulary = Array.from({ length: architecture.vocabulary }, (_, id) => `${id}`);
      const session = await InferenceSession.create(encodeOnnx({ architecture, unit: 'word', vocabulary, weights }));
      let state = Object.entries(stateShapes(architecture, 1)).map(([each, [, width = 0]]): [string, Tensor] => [
        each,
        new Tensor('float32', new Float32Array(width), [1, width]),
      ]);
      const expected = Object.entries(arrays).filter(([key]) => !(key in weights) && key !== 'tokens');
      for (const [t, id] of valueNamed(arrays, 'tokens').data.entries()) {
        const token = new Tensor('int64', BigInt64Array.of(BigInt(id)), [1]);
        const before = state.map(([each, tensor]) => [stateBefore(each), tensor] as const);
        const outputs = await session.run({ token, ...Object.fromEntries(before) });
        for (const [each, { shape, data }] of expected) {
          const [, width = 0] = shape;
          const found = outputs[each]?.data as Float32Array;
          const wanted = data.subarray(t * width, (t + 1) * width);
          expect(found).toHaveLength(width);
          expect(Math.max(...wanted.map((value, i) => Math.abs(value - (found[i] ?? 9)))), each).toBeLessThan(1e-5);
        }
        state = state.map(([each]): [string, Tensor] => [each, outputs[each] as Tensor]);
      }
    },
  );

  it('names its inputs and gives probabilities that sum to one', async () => {
    const { rows, session } = await read('lstm-2-layers');
    expect([...session.inputNames].sort()).toEqual(
      ['cell.1.before', 'cell.2.before', 'hidden.1.before', 'hidden.2.before', 'token'].sort(),
    );
    for (const row of rows.probability ?? []) {
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    }
  });

  it('carries its vocabulary', async () => {
    const checkpoint = await loadCheckpoint(fixture('gru'));
    const file = Buffer.from(encodeOnnx(checkpoint));
    expect(file.includes(JSON.stringify(checkpoint.vocabulary))).toBe(true);
  });
});
