/** Models exported as ONNX, read by ONNX Runtime alone, and as safetensors. */
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { contentsOf } from '../../../../runner/io/convert/contents.ts';
import { encodeForPytorch, encodeOnnx, pytorchLines, stateBefore } from '../../../../runner/io/convert/export.ts';
import { recognise } from '../../../../runner/io/convert/layouts/layouts.ts';
import { safetensorsIn } from '../../../../runner/io/formats/safetensors/file.ts';
import type { Checkpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { sizeOf, type Tensor } from '../../../../runner/nn/models/program.ts';
import { stateShapes } from '../../../../runner/nn/models/reading.ts';
import { distance } from '../../analysis/stats/reference.ts';
import { authored, ofPytorch, pytorch } from '../../nn/engines/fixture.ts';

/** Reads tokens in two streams, the second of which begins elsewhere. @returns by output what the first gave, a token after the other. */
async function read(checkpoint: Checkpoint, ids: Int32Array) {
  const session = await InferenceSession.create(encodeOnnx(checkpoint));
  const names = Object.entries(stateShapes(checkpoint.architecture, 2));
  let states = names.map(([name, shape]): [string, OnnxTensor] => [
    stateBefore(name),
    new OnnxTensor('float32', new Float32Array(sizeOf(shape)), [...shape]),
  ]);
  const rows: Record<string, number[]> = {};
  for (const [t, id] of ids.entries()) {
    const token = new OnnxTensor('int64', BigInt64Array.of(BigInt(id), BigInt(ids[(t + 60) % ids.length] ?? 0)), [2]);
    const outputs = await session.run({ token, ...Object.fromEntries(states) });
    for (const [name, { data }] of Object.entries(outputs)) {
      rows[name] ??= [];
      rows[name].push(...(data as Float32Array).subarray(0, data.length / 2));
    }
    states = names.map(([name]) => [stateBefore(name), outputs[name] as OnnxTensor]);
  }
  return { rows, inputs: session.inputNames };
}

const expectAll = (rows: Record<string, number[]>, expected: Record<string, Tensor>) => {
  for (const [name, { data }] of Object.entries(expected))
    expect(distance(rows[name] ?? [], data), name).toBeLessThan(1e-5);
};

it.each(ofPytorch)('%s exported as ONNX gives every component and the logits of PyTorch', async (name) => {
  const { checkpoint, ids, expected } = await pytorch(name);
  const { nll: _, ...wanted } = expected;
  const { rows } = await read(checkpoint, ids);
  expect(Object.keys(rows).sort()).toEqual([...new Set([...Object.keys(wanted), 'logits', 'probability'])].sort());
  expectAll(rows, wanted);
});

it.each(['mlstm', 'awd-lstm', 'minlstm', 'projected', 'residual'])(
  '%s exported as ONNX is its authors’',
  async (name) => {
    const { checkpoint, ids, expected } = authored(name);
    const vocabulary = Array.from({ length: checkpoint.architecture.vocabulary }, (_, id) => `${id}`);
    const { rows } = await read({ ...checkpoint, unit: 'word', vocabulary }, ids);
    expectAll(rows, expected);
  },
);

it('a model exported as ONNX names its inputs, gives probabilities that sum to one, and carries its vocabulary', async () => {
  const { checkpoint, ids } = await pytorch('lstm-2-layers');
  const { rows, inputs } = await read(checkpoint, ids);
  expect([...inputs].sort()).toEqual(['cell.1.before', 'cell.2.before', 'hidden.1.before', 'hidden.2.before', 'token']);
  const { vocabulary } = checkpoint.architecture;
  for (let from = 0; from < (rows.probability ?? []).length; from += vocabulary) {
    const row = rows.probability?.slice(from, from + vocabulary) ?? [];
    expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
  }
  expect(Buffer.from(encodeOnnx(checkpoint)).includes(JSON.stringify(checkpoint.vocabulary))).toBe(true);
});

it.each(['lstm-2-layers', 'rnn-one-hot'])('%s exported as safetensors is read back as it was', async (name) => {
  const { checkpoint } = await pytorch(name);
  const { weights, vocabulary, architecture, unit } = checkpoint;
  const file = encodeForPytorch(checkpoint);
  const { tensors, metadata } = safetensorsIn(file);
  const { cell } = architecture;
  expect(metadata).toMatchObject({ format: 'pt', cell, unit, vocabulary: JSON.stringify(vocabulary) });
  expect({ ...tensors }).toEqual(weights);
  const model = await recognise(await contentsOf(file), { map: new Map(), ignore: new Set() });
  expect(model?.vocabulary).toEqual(vocabulary);
  expect(model?.origins).toEqual(Object.fromEntries(Object.keys(weights).map((each) => [each, each])));
});

const embedded = "'embedding': nn.Embedding(24, 6), ";
it.each<[string, object, string | null]>([
  ['gru', {}, `${embedded}'rnn': nn.GRU(6, 10, 1), 'decoder': nn.Linear(10, 24)`],
  ['rnn-one-hot', {}, "'rnn': nn.RNN(24, 10, 1), 'decoder': nn.Linear(10, 24)"],
  ['lstm', { projection: 4 }, `${embedded}'rnn': nn.LSTM(6, 10, 1, proj_size=4), 'decoder': nn.Linear(4, 24)`],
  // No layer of PyTorch computes these.
  ['lstm', { residual: true }, null],
  ['lstm', { recurrentActivation: 'hard_sigmoid' }, null],
])('a model exported as safetensors comes with lines that load it in PyTorch: %s, %o', async (name, change, parts) => {
  const { checkpoint } = await pytorch(name);
  const lines = pytorchLines({ ...checkpoint, architecture: { ...checkpoint.architecture, ...change } }, 'x');
  expect(lines?.[1] ?? null).toBe(parts && `model = nn.ModuleDict({${parts}})`);
});
