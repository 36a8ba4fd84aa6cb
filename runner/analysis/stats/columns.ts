/**
 * Sums of many columns, or of their products. Pure, float64.
 *
 * Four columns are read at a time: a processor that adds to one sum waits for the last addition, and one that writes every
 * sum after every column is as slow. The additions stay what they are column by column, in their order, so that no bit of a
 * sum depends on it.
 */

/**
 * Adds to each row its weighted values, column after column: ((sum + w0 x0) + w1 x1) + ...
 * @param sums [rows], overwritten.
 * @param columns [columns] each [rows].
 * @param weights [columns]; more of them are not looked at.
 */
export function addWeighted(sums: Float64Array, columns: readonly Float32Array[], weights: Float64Array): void {
  const fours = columns.length - (columns.length % 4);
  for (let j = 0; j < fours; j += 4) addFour(sums, fourFrom(columns, j), weights, j);
  for (let j = fours; j < columns.length; j++) addOne(sums, columns[j], weights[j]);
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
    sums[j] = productsOfOne(sums[j], columns[j], factors);
  }
}

/** Both again and again, of the same columns. */
export interface Columns {
  addWeighted(sums: Float64Array, weights: Float64Array): void;
  addProducts(sums: Float64Array, factors: Float64Array): void;
}

/** @param rows in each column. */
export type ColumnsOf = (columns: readonly Float32Array[], rows: number) => Columns;

export const columnsOnThisThread: ColumnsOf = (columns) => ({
  addWeighted: (sums, weights) => addWeighted(sums, columns, weights),
  addProducts: (sums, factors) => addProducts(sums, columns, factors),
});

/** Adds up what columns have in lists of rows, so many columns together; the next columns take the place of the last. */
export interface RowSums {
  width: number;
  /** Takes a column, [rows], below `width`; it may be looked at until another takes its place. */
  put(column: number, values: Float32Array): void;
  /** Writes the sums, [width], of a list, each from 0 in the order of its rows. */
  at(list: number, sums: Float64Array): void;
}

/** @param rows in each column. */
export type SumRows = (lists: readonly Int32Array[], rows: number) => RowSums;

export const sumRows: SumRows = (lists, rows) => {
  const columns: Float32Array[] = [0, 1, 2, 3].map(() => new Float32Array(rows));
  return {
    width: columns.length,
    put: (column, values) => {
      columns[column] = values;
    },
    at(list, sums) {
      for (const [column, values] of columns.entries()) sums[column] = sumAt(values, lists[list]);
    },
  };
};

/** The values in some rows added up, after what is there `from` before. */
export function sumAt(column: Float32Array, rows: Int32Array, from = 0): number {
  let sum = from;
  for (let i = 0; i < rows.length; i++) sum += column[rows[i]];
  return sum;
}

type Four = readonly [Float32Array, Float32Array, Float32Array, Float32Array];

const fourFrom = (columns: readonly Float32Array[], j: number): Four => columns.slice(j, j + 4) as unknown as Four;

function addFour(sums: Float64Array, [a, b, c, d]: Four, weights: Float64Array, j: number): void {
  const [wa, wb, wc, wd] = weights.subarray(j, j + 4);
  for (let i = 0; i < sums.length; i++) {
    sums[i] = sums[i] + wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i];
  }
}

function addOne(sums: Float64Array, column: Float32Array, weight: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] += weight * column[i];
}

function productsOfFour(sums: Float64Array, [a, b, c, d]: Four, factors: Float64Array, j: number): void {
  let [sa, sb, sc, sd] = sums.subarray(j, j + 4);
  for (let i = 0; i < factors.length; i++) {
    const factor = factors[i];
    sa += factor * a[i];
    sb += factor * b[i];
    sc += factor * c[i];
    sd += factor * d[i];
  }
  sums.set([sa, sb, sc, sd], j);
}

function productsOfOne(from: number, column: Float32Array, factors: Float64Array): number {
  let sum = from;
  for (let i = 0; i < factors.length; i++) sum += factors[i] * column[i];
  return sum;
}
