/**
 * Vectors by the directions in which they differ most, and those nearest to one. Pure.
 * Source: Pearson 1901 (principal components), computed as eigenvectors of the covariance matrix by power iteration, each found one
 * taken out.
 */
import { product } from './summary.ts';

export interface Projection {
  /** Of each vector, [vectors][components]. */
  coordinates: number[][];
  /** Share of the whole variance along each component, 0 to 1, largest first. */
  explained: number[];
}

/** More than the hardest case needs in practice: two components of nearly the same variance. */
const mostIterations = 3000;
/** The direction of a component is found when an iteration turns it by no more than about this, in radians. */
const tolerance = 1e-10;

/**
 * Projects vectors on their first principal components. The signs are chosen so that the largest entry of each direction
 * is positive. Components without variance have coordinates and shares of 0.
 * @param vectors [vectors][dimensions], at least one, all finite.
 * @throws RangeError when there is none, or one is shorter than the first.
 */
export function principalComponents(vectors: readonly ArrayLike<number>[], components = 2): Projection {
  const size = vectors[0]?.length;
  if (size === undefined) throw new RangeError('principalComponents: there is no vector');
  const short = vectors.find(({ length }) => length < size);
  if (short !== undefined) {
    throw new RangeError(`principalComponents: a vector of ${short.length} numbers where the first has ${size}`);
  }
  const centred = centre(vectors, size);
  const covariance = covarianceOf(centred, size);
  let whole = 0;
  for (let i = 0; i < size; i++) whole += covariance[i * size + i];
  const projected = centred.map((vector) => {
    const coordinates: number[] = [];
    return { vector, coordinates };
  });
  const explained: number[] = [];
  for (let component = 0; component < components; component++) {
    const { direction, variance } = leadingDirection(covariance, size, whole);
    explained.push(whole > 0 ? variance / whole : 0);
    for (const { vector, coordinates } of projected) coordinates.push(product(vector, direction));
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        covariance[i * size + j] -= variance * direction[i] * direction[j];
      }
    }
  }
  return { coordinates: projected.map(({ coordinates }) => coordinates), explained };
}

function centre(vectors: readonly ArrayLike<number>[], size: number): Float64Array[] {
  const mean = new Float64Array(size);
  const exact = vectors.map((vector) => new Float64Array(vector));
  for (const vector of exact) for (let i = 0; i < size; i++) mean[i] += vector[i] / vectors.length;
  return exact.map((vector) => mean.map((value, i) => vector[i] - value));
}

/** [size x size], not divided by the count: only shares are asked for. */
function covarianceOf(centred: readonly Float64Array[], size: number): Float64Array {
  const sums = new Float64Array(size * size);
  for (const vector of centred) {
    for (let i = 0; i < size; i++) {
      const value = vector[i];
      for (let j = 0; j < size; j++) sums[i * size + j] += value * vector[j];
    }
  }
  return sums;
}

/** The eigenvector with the largest eigenvalue; zeros when what is left is rounding. */
function leadingDirection(matrix: Float64Array, size: number, whole: number) {
  let direction = firstGuess(size);
  let variance = 0;
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const next = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += matrix[i * size + j] * direction[j];
      next[i] = sum;
    }
    variance = Math.hypot(...next);
    if (!(variance > 1e-12 * whole)) return { direction: new Float64Array(size), variance: 0 };
    const turned = next.map((value) => value / variance);
    const change = Math.hypot(...turned.map((value, i) => value - direction[i]));
    direction = turned;
    if (change < tolerance) break;
  }
  const largest = direction.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return { direction: largest < 0 ? direction.map((value) => -value) : direction, variance };
}

/** Of length 1, with no two entries alike, so that no data is at right angles to it but by design. */
function firstGuess(size: number): Float64Array {
  const guess = Float64Array.from({ length: size }, (_, i) => Math.cos(1 + i * Math.SQRT2));
  const length = Math.hypot(...guess);
  return guess.map((value) => value / length);
}

export interface Neighbour {
  index: number;
  cosine: number;
}

export interface VectorTable {
  /** [vectors, size] */
  rows: Float32Array;
  size: number;
}

/**
 * The nearest of some vectors by the cosine of the angle between them, the nearest first; of equals the first.
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
