import { describe, expect, it } from 'vitest';
import { referenceOperations } from '../../../../../runner/nn/engines/reference/engine.ts';
import { withRecurrentActivation } from '../../../../../runner/nn/models/cells/cell.ts';

const at = [-4, -3, -2.5, -1, 0, 1, 2.5, 3, 4];
const values = { shape: [1, at.length], data: Float64Array.from(at) };

describe('the squashing of the gates', () => {
  // clip(0.2 x + 0.5, 0, 1) and clip(x / 6 + 0.5, 0, 1), by hand.
  it.each([
    ['hard_sigmoid', [0, 0, 0, 0.3, 0.5, 0.7, 1, 1, 1]],
    ['hard_sigmoid_keras_3', [0, 0, 1 / 12, 1 / 3, 0.5, 2 / 3, 11 / 12, 1, 1]],
  ] as const)('%s is a line between 0 and 1', (name, wanted) => {
    const { data } = withRecurrentActivation(referenceOperations, name).sigmoid(values);
    data.forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 12);
    });
  });

  it('is the sigmoid when nothing is said', () => {
    expect(withRecurrentActivation(referenceOperations)).toBe(referenceOperations);
  });
});
