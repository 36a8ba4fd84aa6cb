import { expect, it } from 'vitest';
import { correlations, deviationAndMemory } from '../../../../runner/analysis/stats/correlation.ts';
import { nearly } from './reference.ts';

const one = Float32Array.of(1, 2, 4, 3);

it('Correlations are those of NumPy, 0 where a signal does not move; one of another length is refused', () => {
  const others = [Float32Array.of(2, 1, 5, 7), Float32Array.of(-1, -2, -4, -3), Float32Array.of(3, 3, 3, 3)];
  // np.corrcoef([1, 2, 4, 3], [2, 1, 5, 7])[0, 1]
  expect([...correlations(one, others)]).toEqual(nearly([0.703_210_846_407_743, -1, 0], 12));
  expect(() => correlations(one, [new Float32Array(3)])).toThrow('a signal of 3 tokens beside one of 4');
});

it('Deviation and memory: the first token of a segment has no token before it', () => {
  // deviations -1.5, -.5, 1.5, .5: squares 5; products of neighbours .75 + .75 within the two segments.
  expect(deviationAndMemory(one, 2)).toEqual({ deviation: Math.sqrt(5 / 4), memory: 1.5 / 5 });
  expect(deviationAndMemory(one, 4)).toEqual({ deviation: Math.sqrt(5 / 4), memory: 0.75 / 5 });
  expect(deviationAndMemory(Float32Array.of(2, 2), 2)).toEqual({ deviation: 0, memory: 0 });
});
