/**
 * Sums of products of many columns. Pure, float64.
 *
 * Four columns are read at a time: a processor that adds to one sum waits for the last addition, and one that writes every
 * sum after every column is as slow. The additions stay what they are column by column, in their order, so that no bit of a
 * sum depends on it.
 */
import { float32At, float64At, item } from '../core/at.ts';

/**
 * Adds to each row its weighted values, column after column: ((sum + w0 x0) + w1 x1) + ...
 * @param sums [rows], overwritten.
 * @param columns [columns] each [rows].
 * @param weights [columns]; more of them are not looked at.
 */
export function addWeighted(sums: Float64Array, columns: readonly Float32Array[], weights: Float64Array): void {
  const fours = columns.length - (columns.length % 4);
  for (let j = 0; j < fours; j += 4) addFour(sums, fourFrom(columns, j), weights, j);
  for (let j = fours; j < columns.length; j++) addOne(sums, item(columns, j), float64At(weights, j));
}

/**
 * Adds to each column's sum its products with a row of factors, in the order of the rows.
 * @param sums [columns], overwritten; more of them are left alone.
 * @param columns [columns] each [rows].
 * @param factors [rows].
 */
export function addProducts(sums: Float64Array, columns: readonly Float32Array[], factors: Float64Array): void {
  const fours = columns.length - (columns.length % 4);
  for (let j = 0; j < fours; j += 4) productsOfFour(sums, fourFrom(columns, j), factors, j);
  for (let j = fours; j < columns.length; j++) {
    sums[j] = productsOfOne(float64At(sums, j), item(columns, j), factors);
  }
}

type Four = readonly [Float32Array, Float32Array, Float32Array, Float32Array];

const fourFrom = (columns: readonly Float32Array[], j: number): Four => [
  item(columns, j),
  item(columns, j + 1),
  item(columns, j + 2),
  item(columns, j + 3),
];

function addFour(sums: Float64Array, [a, b, c, d]: Four, weights: Float64Array, j: number): void {
  const [float32, float64] = [float32At, float64At];
  const wa = float64(weights, j);
  const wb = float64(weights, j + 1);
  const wc = float64(weights, j + 2);
  const wd = float64(weights, j + 3);
  for (let i = 0; i < sums.length; i++) {
    sums[i] = float64(sums, i) + wa * float32(a, i) + wb * float32(b, i) + wc * float32(c, i) + wd * float32(d, i);
  }
}

function addOne(sums: Float64Array, column: Float32Array, weight: number): void {
  const [float32, float64] = [float32At, float64At];
  for (let i = 0; i < sums.length; i++) sums[i] = float64(sums, i) + weight * float32(column, i);
}

function productsOfFour(sums: Float64Array, [a, b, c, d]: Four, factors: Float64Array, j: number): void {
  const [float32, float64] = [float32At, float64At];
  let sa = float64(sums, j);
  let sb = float64(sums, j + 1);
  let sc = float64(sums, j + 2);
  let sd = float64(sums, j + 3);
  for (let i = 0; i < factors.length; i++) {
    const factor = float64(factors, i);
    sa += factor * float32(a, i);
    sb += factor * float32(b, i);
    sc += factor * float32(c, i);
    sd += factor * float32(d, i);
  }
  sums[j] = sa;
  sums[j + 1] = sb;
  sums[j + 2] = sc;
  sums[j + 3] = sd;
}

function productsOfOne(from: number, column: Float32Array, factors: Float64Array): number {
  const [float32, float64] = [float32At, float64At];
  let sum = from;
  for (let i = 0; i < factors.length; i++) sum += float64(factors, i) * float32(column, i);
  return sum;
}
