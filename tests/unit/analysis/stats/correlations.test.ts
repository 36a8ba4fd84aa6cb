import { expect, it } from 'vitest';
import { correlations } from '../../../../runner/analysis/stats/correlations.ts';
import { deviationAndMemory } from '../../../../runner/analysis/stats/deviation-and-memory.ts';

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
