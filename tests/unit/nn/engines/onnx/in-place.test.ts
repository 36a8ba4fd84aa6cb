import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { compileGraph, uncopied } from '../../../../../runner/nn/engines/onnx/compiled-graph.ts';
import { onnxEngine } from '../../../../../runner/nn/engines/onnx/engine.ts';
import type { Program } from '../../../../../runner/nn/models/program.ts';

const program: Program = {
  name: 'twice',
  inputs: {},
  state: { x: [3] },
  constants: {},
  build: (ops, { x }) => {
    if (x === undefined) throw new Error('no values');
    return { y: ops.add(x, x), same: x };
  },
};

/**
 * Should a later binding give its results without copying them, this test fails and the list may go: whether the time of a
 * training step is still what it was, `npm run bench training case=b beside=<the checkout before>` tells.
 */
it('the binding gives up at the list that comes first, when ONNX Runtime has written all results and none is copied', async () => {
  const { model, outputs } = compileGraph(program, { cpu: true, inPlace: true });
  expect(outputs).toEqual({ y: [3], same: [3] });
  const session = await InferenceSession.create(model);
  expect(session.outputNames).toEqual([uncopied, 'y', 'same']);
  const { buffer } = new WebAssembly.Memory({ initial: 1 });
  const [x, y, same] = [0, 16, 32].map((from) => new Float32Array(buffer, from, 3));
  x?.set([1, 2, 3]);
  const tensor = (data = new Float32Array(3)) => new Tensor('float32', data, [3]);
  const run = session.run({ x: tensor(x) }, { [uncopied]: null, y: tensor(y), same: tensor(same) });
  await expect(run).rejects.toThrow(/^Non tensor type is temporarily not supported.$/);
  expect([...(y ?? [])]).toEqual([2, 4, 6]);
  expect([...(same ?? [])]).toEqual([1, 2, 3]);
  await session.release();
});

it('only that is passed over: another error is thrown, whatever names it holds', async () => {
  const input = 'Non tensor type';
  const named: Program = { ...program, inputs: { [input]: { shape: [3], type: 'float32' } } };
  const memory = { x: new Float32Array(3), y: new Float32Array(3), same: new Float32Array(3) };
  const placed = await onnxEngine().inPlace?.compile(named, memory);
  await expect(placed?.run({})).rejects.toThrow(`input "${input}" must be [3], got 0 values`);
  await placed?.run({ [input]: new Float32Array(3) });
  await placed?.release();
});
