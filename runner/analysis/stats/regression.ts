/** Least squares for many signals on the same columns. Pure, float64. */

/** A column of which less than this share is new is a sum of those before it. */
const dependent = 1e-10;

/**
 * Orthonormal columns that span the given ones, by Gram and Schmidt's procedure, each column treated twice so that
 * rounding leaves them orthogonal (Giraud et al. 2005). Columns that the earlier ones already span are left out.
 * @param columns each [rows].
 */
export function orthonormalBasis(columns: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const once = subtract(column, fitted(basis, column));
    const rest = subtract(once, fitted(basis, once));
    const size = Math.sqrt(product(rest, rest));
    if (size <= dependent * Math.sqrt(product(column, column))) continue;
    basis.push(rest.map((value) => value / size));
  }
  return basis;
}

/** The part of a signal [rows] that the columns of an orthonormal basis explain. */
export function fitted(basis: readonly Float64Array[], signal: Float64Array): Float64Array {
  const sum = new Float64Array(signal.length);
  for (const column of basis) {
    const weight = product(column, signal);
    for (let row = 0; row < sum.length; row++) sum[row] += weight * column[row];
  }
  return sum;
}

/** a - b. */
export function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, row) => value - b[row]);
}

/** The sum of the products of two lists. */
export function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < a.length; row++) sum += a[row] * b[row];
  return sum;
}
