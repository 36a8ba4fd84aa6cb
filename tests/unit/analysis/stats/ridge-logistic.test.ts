import { describe, expect, it } from 'vitest';
import { readLinearly, ridgeLogistic } from '../../../../runner/analysis/stats/ridge.ts';
import { random } from '../../../../runner/core/random.ts';

const made = () => {
  const { normal, uniform } = random(2, 9);
  const rows = 300;
  const columns = [0, 1, 2].map(() => Float32Array.from({ length: rows }, () => normal()));
  const labels = Uint8Array.from({ length: rows }, (_, i) => {
    const m = 0.5 + 2 * (columns[0]?.[i] ?? 0) - (columns[1]?.[i] ?? 0);
    return uniform() < 1 / (1 + Math.exp(-m)) ? 1 : 0;
  });
  return { columns, labels };
};

/** Slow and sure: plain steps down the gradient until they stop. */
function plainly(columns: Float32Array[], labels: Uint8Array, penalty: number): number[] {
  const point = [...columns.map(() => 0), 0];
  for (let step = 0; step < 20_000; step++) {
    const gradient = point.map((w, j) => (j < columns.length ? penalty * w : 0));
    labels.forEach((label, i) => {
      const m = columns.reduce((sum, column, j) => sum + (point[j] ?? 0) * (column[i] ?? 0), point.at(-1) ?? 0);
      const off = (1 / (1 + Math.exp(-m)) - label) / labels.length;
      columns.forEach((column, j) => {
        gradient[j] = (gradient[j] ?? 0) + off * (column[i] ?? 0);
      });
      gradient[columns.length] = (gradient[columns.length] ?? 0) + off;
    });
    gradient.forEach((g, j) => {
      point[j] = (point[j] ?? 0) - g;
    });
    if (Math.hypot(...gradient) < 1e-8) break;
  }
  return point;
}

describe('logistic regression with a ridge', () => {
  it('finds the weights that plain descent finds', () => {
    const { columns, labels } = made();
    for (const penalty of [0.01, 0.3]) {
      const { weights, intercept } = ridgeLogistic(columns, labels, penalty);
      const slow = plainly(columns, labels, penalty);
      [...weights, intercept].forEach((weight, j) => {
        expect(weight).toBeCloseTo(slow[j] ?? Number.NaN, 4);
      });
    }
  });

  it('reads rows by the weights that it found, and refuses columns of other lengths', () => {
    const read = readLinearly([Float32Array.from([1, 2])], { weights: Float64Array.from([3]), intercept: -1 });
    expect([...read]).toEqual([2, 5]);
    expect(() => ridgeLogistic([new Float32Array(3)], new Uint8Array(2), 1)).toThrow(RangeError);
    expect(() => readLinearly([], { weights: new Float64Array(0), intercept: 1 })).toThrow(RangeError);
  });
});
