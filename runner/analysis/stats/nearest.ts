/** The vectors nearest to one by the cosine of the angle between them. Pure. */

import { product } from './summary.ts';

export interface Neighbour {
  /** Which of the vectors. */
  index: number;
  /** -1 to 1. */
  cosine: number;
}

export interface VectorTable {
  /** [vectors, size] */
  rows: Float32Array;
  size: number;
}

/**
 * The nearest of some vectors, the nearest first; of equals the first.
 * @param of the vector whose neighbours are asked for; it is not its own.
 * @param among indices to choose from. Vectors of zeros have no direction and are passed over.
 */
export function nearestVectors(
  { rows, size }: VectorTable,
  of: number,
  among: readonly number[],
  count: number,
): Neighbour[] {
  const own = rows.subarray(of * size, (of + 1) * size);
  const length = lengthOf(own);
  const found: Neighbour[] = [];
  for (const index of among) {
    if (index === of) continue;
    const other = rows.subarray(index * size, (index + 1) * size);
    const cosine = product(own, other) / (length * lengthOf(other));
    if (Number.isFinite(cosine)) found.push({ index, cosine });
  }
  return found.sort((a, b) => b.cosine - a.cosine).slice(0, count);
}

const lengthOf = (a: Float32Array): number => Math.sqrt(product(a, a));
