import { expect, it } from 'vitest';
import { held, heldShape, isTransposed, released } from '../../../../runner/nn/train/transposed.ts';

it('transposes the weights and their slots, and leaves token vectors and biases', () => {
  const matrix = Float32Array.of(1, 2, 3, 4, 5, 6);
  expect(held('decoder.weight', [2, 3], matrix)).toEqual(Float32Array.of(1, 4, 2, 5, 3, 6));
  expect(heldShape('first decoder.weight', [2, 3])).toEqual([3, 2]);
  for (const [name, shape] of [
    ['embedding.weight', [2, 3]],
    ['second embedding.weight', [2, 3]],
    ['decoder.bias', [6]],
  ] as const) {
    expect(isTransposed(name, shape)).toBe(false);
    expect(held(name, shape, matrix)).toEqual(matrix);
    expect(heldShape(name, shape)).toEqual(shape);
  }
});

it('transposes matrices of any size back to what they were', () => {
  const data = Float32Array.from({ length: 70 * 33 }, (_, i) => i);
  const there = held('rnn.weight_hh_l0', [70, 33], data);
  expect(there[5 * 70 + 41]).toBe(41 * 33 + 5);
  expect(released('rnn.weight_hh_l0', [70, 33], there)).toEqual(data);
});
