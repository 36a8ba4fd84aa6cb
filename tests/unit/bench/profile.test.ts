/** How a training step's time is laid to kinds of work, on events as ONNX Runtime writes them. */
import { expect, it } from 'vitest';
import { kindOf, nodeTimes } from '../../bench/profile.ts';

const node = (kind: string, ...shapes: number[][]) => kindOf({ kind, shapes, microseconds: 1 }, 13000);

it('products are told apart by the vocabulary, and what is as wide and no product is the loss', () => {
  expect(node('Gemm', [352, 672], [672, 2688])).toBe('recurrent products');
  expect(node('Gemm', [352, 672], [672, 13000])).toBe('decoder products');
  expect(node('Gemm', [352, 672], [352, 13000])).toBe('decoder products');
  expect(node('MatMul', [352, 300], [300, 2688])).toBe('recurrent products');
  expect(node('Softmax', [352, 13000])).toBe('softmax and loss');
  expect(node('Mul', [352, 13000], [])).toBe('softmax and loss');
  expect(node('ScatterElements', [352, 13000], [352, 1], [352, 1])).toBe('softmax and loss');
  expect(node('ScatterElements', [13000, 300], [2816, 300], [2816, 300])).toBe('token vectors');
  expect(node('Sigmoid', [352, 672])).toBe('gates');
  expect(node('ReduceSumSquare', [672, 13000])).toBe('norm');
  expect(node('Concat', [352, 672], [352, 672])).toBe('joining and cutting');
  expect(node('Log', [352, 1])).toBe('other');
});

it('of a profile only the nodes’ own times count, not what holds them or waits', () => {
  const events = [
    { cat: 'Session', name: 'model_run', dur: 900 },
    { cat: 'Node', name: 'a_fence_before', dur: 5, args: { op_name: 'Gemm' } },
    {
      ...{ cat: 'Node', name: 'a_kernel_time', dur: 40 },
      args: { op_name: 'Gemm', input_type_shape: [{ float: [2, 3] }, { float: [3, 4] }] },
    },
  ];
  const shapes = [
    [2, 3],
    [3, 4],
  ];
  expect(nodeTimes(JSON.stringify(events))).toEqual([{ kind: 'Gemm', shapes, microseconds: 40 }]);
});
