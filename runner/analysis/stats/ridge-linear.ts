/**
 * Linear regression with a ridge: the linear reader that is nearest to a number from many columns. Pure, float64.
 * Source: Hoerl & Kennard 1970; Hestenes & Stiefel 1952 for the solution (conjugate gradients).
 */
import { addProducts, addWeighted } from './columns.ts';
import type { LinearReader } from './ridge-logistic.ts';
import { product } from './summary.ts';

export const linearCriteria = { steps: 200 } as const;
/** A rest of this share of the first is none. */
const flat = 1e-8;

/**
 * Minimises mean squared error / 2 + penalty / 2 x sum of the squared weights (the intercept is free).
 * @param columns [columns] each [rows], of mean 0 and about equal spread: standardise them first.
 * @param numbers [rows].
 * @throws RangeError when a column's rows are not as many as the numbers.
 */
export function ridgeLinear(columns: readonly Float32Array[], numbers: Float64Array, penalty: number): LinearReader {
  const rows = numbers.length;
  const wrong = columns.find(({ length }) => length !== rows);
  if (wrong !== undefined) throw new RangeError(`ridgeLinear: ${rows} numbers, and a column of ${wrong.length} rows`);
  const intercept = numbers.reduce((sum, number) => sum + number / rows, 0);
  const means = Float64Array.from(columns, (column) => column.reduce((sum, value) => sum + value / rows, 0));
  /** What the columns, less their means, have of a row. */
  const held = (values: Float64Array): Float64Array => {
    const sums = new Float64Array(columns.length);
    addProducts(sums, columns, values);
    const total = values.reduce((sum, value) => sum + value, 0);
    return sums.map((sum, j) => (sum - means[j] * total) / rows);
  };
  const times = (weights: Float64Array): Float64Array => {
    const fitted = new Float64Array(rows).fill(-product(weights, means));
    addWeighted(fitted, columns, weights);
    return held(fitted).map((value, j) => value + penalty * weights[j]);
  };
  let weights = new Float64Array(columns.length);
  let rest = held(numbers.map((number) => number - intercept));
  let direction = rest;
  let size = product(rest, rest);
  const first = size;
  for (let step = 0; step < linearCriteria.steps && size > flat * flat * first; step++) {
    const moved = times(direction);
    const length = size / product(direction, moved);
    const along = direction;
    weights = weights.map((weight, j) => weight + length * along[j]);
    rest = rest.map((value, j) => value - length * moved[j]);
    const next = product(rest, rest);
    direction = rest.map((value, j) => value + (next / size) * along[j]);
    size = next;
  }
  return { weights, intercept: intercept - product(weights, means) };
}
