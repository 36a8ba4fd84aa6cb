/** Numbers made by NumPy and SciPy. */
import { readFileSync } from 'node:fs';

interface AnalysisReference {
  activations: number[][];
  mask: number[];
  prominence: number[];
  difference: number[];
  relevance: number[];
  amplitude: number[][];
  amplitudes: { signal: number[]; amplitude: number[] }[];
}

export const reference = JSON.parse(
  readFileSync(new URL('../../fixtures/reference/analysis.json', import.meta.url), 'utf8'),
) as AnalysisReference;

/** The largest absolute difference of two lists; infinite when their lengths differ. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Array.from(a).reduce((largest, x, i) => Math.max(largest, Math.abs(x - (b[i] ?? Number.NaN))), 0);
}
