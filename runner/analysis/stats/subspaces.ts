/** Subspaces by rows that span them, [rows x width], row-major. Pure, float64. */
import { product } from './summary.ts';

type Rows = Float32Array | Float64Array;

const rowsOf = (rows: Rows, width: number): Float64Array[] =>
  Array.from({ length: rows.length / width }, (_, row) =>
    Float64Array.from(rows.subarray(row * width, (row + 1) * width)),
  );

/**
 * An orthonormal basis of what rows span: Gram and Schmidt, the row that is furthest from what is there first.
 * @param tolerance rows that are nearer than this share of the longest are within what is there.
 * @returns [rank x width]
 */
export function basisOf(rows: Rows, width: number, tolerance: number): Float64Array {
  const left = rowsOf(rows, width);
  const basis: Float64Array[] = [];
  const lengths = left.map((row) => product(row, row));
  const least = tolerance * tolerance * Math.max(0, ...lengths);
  while (basis.length < width) {
    const next = lengths.reduce((best, length, row) => (length > lengths[best] ? row : best), 0);
    if (!(lengths[next] > Math.max(least, Number.MIN_VALUE))) break;
    const scale = 1 / Math.sqrt(lengths[next]);
    const own = left[next].map((value) => value * scale);
    basis.push(own);
    left.forEach((row, index) => {
      const along = product(row, own);
      for (let j = 0; j < width; j++) row[j] -= along * own[j];
      lengths[index] = product(row, row);
    });
  }
  const all = new Float64Array(basis.length * width);
  basis.forEach((row, index) => {
    all.set(row, index * width);
  });
  return all;
}

/** Rows as far as they lie in the space of an orthonormal basis, and what is left of them; both [rows x width]. */
export function parted(
  rows: Rows,
  basis: Float64Array,
  width: number,
): { inside: Float64Array; outside: Float64Array } {
  const outside = Float64Array.from(rows);
  const inside = new Float64Array(rows.length);
  for (const own of rowsOf(basis, width)) {
    for (let from = 0; from < rows.length; from += width) {
      const along = product(outside.subarray(from, from + width), own);
      for (let j = 0; j < width; j++) {
        outside[from + j] -= along * own[j];
        inside[from + j] += along * own[j];
      }
    }
  }
  return { inside, outside };
}

/** Sum of the squares of all elements. */
export const squared = (rows: Rows): number => product(rows, rows);
