import { describe, expect, it } from 'vitest';
import { correlations, deviationAndMemory } from '../../../../runner/analysis/stats/correlation.ts';
import { pointBiserial } from '../../../../runner/index.ts';
import { distance, reference, statistics } from './reference.ts';

const one = Float32Array.of(1, 2, 4, 3);

it('Correlations are those of NumPy, and 0 where a signal does not move', () => {
  const others = [Float32Array.of(2, 1, 5, 7), Float32Array.of(-1, -2, -4, -3), Float32Array.of(3, 3, 3, 3)];
  const [some, opposite, still] = correlations(one, others);
  // np.corrcoef([1, 2, 4, 3], [2, 1, 5, 7])[0, 1]
  expect(some).toBeCloseTo(0.703_210_846_407_743, 12);
  expect(opposite).toBeCloseTo(-1, 12);
  expect(still).toBe(0);
});

it('A signal of another length is refused', () => {
  expect(() => correlations(one, [new Float32Array(3)])).toThrow('a signal of 3 tokens beside one of 4');
});

it('Deviation and memory: the first token of a segment has no token before it', () => {
  // deviations -1.5, -.5, 1.5, .5: squares 5; products of neighbours .75 + .75 within the two segments.
  expect(deviationAndMemory(one, 2)).toEqual({ deviation: Math.sqrt(5 / 4), memory: 1.5 / 5 });
  expect(deviationAndMemory(one, 4)).toEqual({ deviation: Math.sqrt(5 / 4), memory: 0.75 / 5 });
  expect(deviationAndMemory(Float32Array.of(2, 2), 2)).toEqual({ deviation: 0, memory: 0 });
});

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
