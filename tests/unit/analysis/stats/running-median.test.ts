import { describe, expect, it } from 'vitest';
import { runningMedian } from '../../../../runner/analysis/stats/running-median.ts';
import { random } from '../../../../runner/core/random.ts';

describe('runningMedian', () => {
  it.each([5, 8, 31, 100])('is the middle of each window, sorted anew, over %i values with ties', (length) => {
    const { below } = random(length);
    const values = Float64Array.from({ length }, () => below(12));
    const half = 4;
    const mirrored = [...values.slice(1, half + 1).reverse(), ...values, ...values.slice(-half - 1, -1).reverse()];
    const expected = Array.from(values, (_, i) => mirrored.slice(i, i + 2 * half + 1).sort((a, b) => a - b)[half]);
    expect([...runningMedian(values, half)]).toEqual(expected);
  });

  it('refuses a list that does not reach over half a window', () => {
    expect(() => runningMedian(new Float64Array(4), 4)).toThrow('needs more than 4 values, got 4');
  });
});
