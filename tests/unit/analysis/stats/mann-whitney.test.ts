import { describe, expect, it } from 'vitest';
import { mannWhitneyP } from '../../../../runner/index.ts';
import { distance, reference, statistics } from './reference.ts';

describe("Mann and Whitney's test", () => {
  it('agrees with the reference numbers', () => {
    const p = reference.activations.map((activation) => mannWhitneyP(activation, reference.mask));
    expect(distance(p, reference.mannWhitneyP)).toBeLessThan(1e-6);
  });

  it('agrees with SciPy where activations are tied', () => {
    for (const { activation, mask, mannWhitneyP: expected } of statistics.tied) {
      expect(mannWhitneyP(activation, mask)).toBeCloseTo(expected, 10);
    }
  });

  it('finds nothing in a neuron that never changes, or that is balanced', () => {
    expect(mannWhitneyP([3, 3, 3, 3], [1, 0, 1, 0])).toBe(1);
    expect(mannWhitneyP([1, 2, 3, 4], [1, 0, 0, 1])).toBe(1);
  });

  it('is undefined when all or none of the tokens carry the feature', () => {
    expect(mannWhitneyP([1, 2], [1, 1])).toBeNaN();
    expect(mannWhitneyP([1, 2], [0, 0])).toBeNaN();
  });
});
