import { describe, expect, it } from 'vitest';
import { addAtRows, addProducts, addWeighted, sumAt } from '../../../../runner/analysis/stats/columns.ts';
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

  it.each([0, 1, 2, 3, 4, 5, 8, 11])('of %i columns in some rows are added in their order, to the bit', (count) => {
    const { columns, weights } = made(count);
    const chosen = Int32Array.of(22, 0, 3, 4, 4, 17, 9);
    const sums = weights.slice();
    addAtRows(sums, columns, chosen);
    const expected = Array.from(weights, (weight, j) =>
      j < count ? Array.from(chosen).reduce((sum, row) => sum + (columns[j]?.[row] ?? 0), weight) : weight,
    );
    expect([...sums]).toEqual(expected);
    expect(columns.map((column, j) => sumAt(column, chosen, weights[j]))).toEqual(expected.slice(0, count));
  });
});
