import { expect, it } from 'vitest';
import { columnsOnThisThread, sumAt, sumRows } from '../../../../runner/analysis/stats/columns.ts';
import { at } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { eightNeurons } from '../../../../runner/experiment/evidence/kernels.ts';

const rows = 23;
/** Values of very different size, so that every rounding shows. */
const made = (count: number) => {
  const { normal } = random(5, count);
  const value = (): number => normal() * 10 ** Math.round(3 * normal());
  return {
    columns: Array.from({ length: count }, () => Float32Array.from({ length: rows }, value)),
    weights: Float64Array.from({ length: count + 1 }, value),
    factors: Float64Array.from({ length: rows }, value),
  };
};

const kernels = await eightNeurons();

// As many columns as four and four, and each rest of them.
const counts = [0, 1, 2, 3, 4, 5, 8, 11].flatMap((count) => [
  { count, by: 'plain loops', columnsOf: columnsOnThisThread },
  { count, by: 'WebAssembly', columnsOf: kernels.columns },
]);
it.each(counts)('sums over $count columns or rows are in their order, to the bit, by $by', ({ count, columnsOf }) => {
  const { columns, weights, factors } = made(count);
  const { addWeighted, addProducts } = columnsOf(columns, rows);
  const weighted = factors.slice();
  addWeighted(weighted, weights);
  const inRow = (from: number, i: number) => columns.reduce((sum, own, j) => sum + at(weights, j) * at(own, i), from);
  expect([...weighted]).toEqual(Array.from(factors, inRow));
  const products = weights.slice();
  addProducts(products, factors);
  const inColumn = (from: number, j: number) =>
    factors.reduce((sum, own, i) => sum + own * (columns[j]?.[i] ?? 0), from);
  expect([...products]).toEqual(Array.from(weights, inColumn));
});

it('sums over some rows are added in their order, to the bit', () => {
  const { columns, weights } = made(4);
  const chosen = Int32Array.of(22, 0, 3, 4, 4, 17, 9);
  const from = (start: (j: number) => number) =>
    columns.map((column, j) => chosen.reduce((sum, row) => sum + at(column, row), start(j)));
  const { width, put, at: sumsAt } = sumRows([Int32Array.of(), chosen], rows);
  const sums = new Float64Array(width);
  for (const [j, column] of columns.entries()) put(j, column);
  for (const [list, expected] of [[0, 0, 0, 0], from(() => 0)].entries()) {
    sumsAt(list, sums);
    expect([...sums]).toEqual(expected);
  }
  expect(columns.map((column, j) => sumAt(column, chosen, weights[j]))).toEqual(from((j) => at(weights, j)));
});
