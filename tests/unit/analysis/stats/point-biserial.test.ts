import { describe, expect, it } from 'vitest';
import { pointBiserial } from '../../../../runner/index.ts';
import { distance, reference, statistics } from './reference.ts';

describe('point-biserial correlation', () => {
  it('agrees with the reference numbers', () => {
    const r = reference.activations.map((activation) => pointBiserial(activation, reference.mask));
    expect(distance(r, reference.pointBiserial)).toBeLessThan(1e-9);
  });

  it('agrees with SciPy where activations are tied', () => {
    for (const { activation, mask, pointBiserial: expected } of statistics.tied) {
      expect(pointBiserial(activation, mask)).toBeCloseTo(expected, 12);
    }
  });

  it('is 1 for the mask itself and -1 for its opposite', () => {
    expect(pointBiserial([0, 1, 1, 0, 0], [0, 1, 1, 0, 0])).toBeCloseTo(1, 14);
    expect(pointBiserial([2, -2, -2, 2, 2], [false, true, true, false, false])).toBeCloseTo(-1, 14);
  });

  it('is undefined when the activation or the mask never changes', () => {
    expect(pointBiserial([3, 3, 3], [1, 0, 0])).toBeNaN();
    expect(pointBiserial([1, 2, 3], [1, 1, 1])).toBeNaN();
  });

  it('refuses a mask of another length', () => {
    expect(() => pointBiserial([1, 2, 3], [1, 0])).toThrow('one activation per token of the mask (2), got 3');
  });
});
