/** How a training step's time is laid to kinds of work, on events as ONNX Runtime writes them. */
import { expect, it } from 'vitest';
import { kindOf, nodeTimes } from '../../bench/profile.ts';

it.each<[string, string, ...number[][]]>([
  ['recurrent products', 'Gemm', [352, 672], [672, 2688]],
  ['recurrent products', 'MatMul', [352, 300], [300, 2688]],
  // What is as wide as the vocabulary and no product is the loss.
  ['decoder products', 'Gemm', [352, 672], [672, 13000]],
  ['decoder products', 'Gemm', [352, 672], [352, 13000]],
  ['softmax and loss', 'Softmax', [352, 13000]],
  ['softmax and loss', 'Mul', [352, 13000], []],
  ['softmax and loss', 'ScatterElements', [352, 13000], [352, 1], [352, 1]],
  ['token vectors', 'ScatterElements', [13000, 300], [2816, 300], [2816, 300]],
  ['gates', 'Sigmoid', [352, 672]],
  ['norm', 'ReduceSumSquare', [672, 13000]],
  ['joining and cutting', 'Concat', [352, 672], [352, 672]],
  ['other', 'Log', [352, 1]],
])('it is %s: %s of %j', (expected, kind, ...shapes) => {
  expect(kindOf({ kind, shapes, microseconds: 1 }, 13000)).toBe(expected);
});

it('of a profile only the nodes’ own times count, not what holds them or waits', () => {
  const shapes = [
    [2, 3],
    [3, 4],
  ];
  const args = { op_name: 'Gemm', input_type_shape: shapes.map((float) => ({ float })) };
  const events = [
    { cat: 'Session', name: 'model_run', dur: 900 },
    { cat: 'Node', name: 'a_fence_before', dur: 5, args: { op_name: 'Gemm' } },
    { cat: 'Node', name: 'a_kernel_time', dur: 40, args },
  ];
  expect(nodeTimes(JSON.stringify(events))).toEqual([{ kind: 'Gemm', shapes, microseconds: 40 }]);
});
