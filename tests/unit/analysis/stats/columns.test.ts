import { describe, expect, it } from 'vitest';
import { addProducts, addWeighted, sumAt, sumRows } from '../../../../runner/analysis/stats/columns.ts';
import { random } from '../../../../runner/core/random.ts';

const rows = 23;

/** As many columns as four and four, and each rest of them; values of very different size, so that every rounding shows. */
const made = (columns: number) => {
  const { normal } = random(5, columns);
  const value = (): number => normal() * 10 ** Math.round(3 * normal());
  return {
    columns: Array.from({ length: columns }, () => Float32Array.from({ length: rows }, value)),
    weights: Float64Array.from({ length: columns + 1 }, value),
    factors: Float64Array.from({ length: rows }, value),
  };
};

describe('sums over columns', () => {
  it.each([0, 1, 2, 3, 4, 5, 8, 11])('of %i columns are added in the order of the columns, to the bit', (count) => {
    const { columns, weights, factors } = made(count);
    const sums = factors.slice();
    addWeighted(sums, columns, weights);
    const expected = Array.from(factors, (factor, i) =>
      columns.reduce((sum, column, j) => sum + (weights[j] ?? 0) * (column[i] ?? 0), factor),
    );
    expect([...sums]).toEqual(expected);
  });

  it.each([0, 1, 2, 3, 4, 5, 8, 11])(
    'of %i columns and a row are added in the order of the rows, to the bit',
    (count) => {
      const { columns, weights, factors } = made(count);
      const sums = weights.slice();
      addProducts(sums, columns, factors);
      const expected = Array.from(weights, (weight, j) =>
        Array.from(columns[j] ?? []).reduce((sum, value, i) => sum + (factors[i] ?? 0) * value, weight),
      );
      expect([...sums]).toEqual(expected);
    },
  );

  it('in some rows are added in their order, to the bit', () => {
    const { columns, weights } = made(4);
    const chosen = Int32Array.of(22, 0, 3, 4, 4, 17, 9);
    const from = (start: (column: number) => number) =>
      columns.map((column, j) => Array.from(chosen).reduce((sum, row) => sum + (column[row] ?? 0), start(j)));
    const { width, put, at } = sumRows([Int32Array.of(), chosen], columns[0]?.length ?? 0);
    const sums = new Float64Array(width);
    for (const [j, column] of columns.entries()) put(j, column);
    at(1, sums);
    expect([...sums]).toEqual(from(() => 0));
    expect(columns.map((column, j) => sumAt(column, chosen, weights[j]))).toEqual(from((j) => weights[j] ?? 0));
    at(0, sums);
    expect([...sums]).toEqual([0, 0, 0, 0]);
  });
});
