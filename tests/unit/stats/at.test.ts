import { describe, expect, it } from 'vitest';
import { at, float32At, float64At, item } from '../../../runner/stats/at.ts';

describe('a place of an array', () => {
  it('is read, and is an error where there is none', () => {
    expect(at([5, 6], 1)).toBe(6);
    expect(item(['a'], 0)).toBe('a');
    expect(float32At(Float32Array.from([0.5]), 0)).toBe(0.5);
    expect(float64At(Float64Array.from([0.1]), 0)).toBe(0.1);
    for (const read of [
      () => at([5, 6], 2),
      () => item([], 0),
      () => float32At(new Float32Array(1), -1),
      () => float64At(new Float64Array(1), 1),
    ]) {
      expect(read).toThrow(/there is no place -?\d among \d/);
    }
  });
});
