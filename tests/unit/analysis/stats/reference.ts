/** Numbers made by NumPy and SciPy, and how far ours are from them. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

type Lists<Name extends string> = Record<Name, number[]>;
interface AnalysisReference
  extends Lists<'mask' | 'prominence' | 'difference' | 'relevance' | 'auc' | 'mannWhitneyP' | 'benjaminiHochberg'>,
    Lists<'pointBiserial'> {
  activations: number[][];
  amplitude: number[][];
  amplitudes: Lists<'signal' | 'amplitude'>[];
  fisherG: { signal: number[]; g: number; p: number }[];
}

/** What a script made that stands beside it. @param path below tests/fixtures, without `.json`. */
export const made = <T>(path: string): T =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/${path}.json`, import.meta.url), 'utf8'));

export const reference = made<AnalysisReference>('reference/analysis');

interface StatisticsReference {
  tied: (Lists<'activation' | 'mask' | 'ranks'> & Record<'auc' | 'mannWhitneyP' | 'pointBiserial', number>)[];
  benjaminiHochberg: Lists<'p' | 'adjusted'>;
  fisher: { ordinates: number[]; p: number }[];
  student: [degreesOfFreedom: number, quantile: number][];
  normalTwoSided: [z: number, p: number][];
  clopperPearson: [successes: number, trials: number, low: number, high: number][];
}

/** Made by `tests/fixtures/evidence/statistics.py`: ties, and numbers far out in the tails. */
export const statistics = made<StatisticsReference>('evidence/statistics');

/** The same to so many digits; what is not finite, or not there, is that. */
export const nearly = (values: Iterable<number | null>, digits: number) =>
  Array.from(values, (value) => (Number.isFinite(value) ? expect.closeTo(value ?? 0, digits) : value));

/** What is found, where it might have been why nothing can be. */
export function told<Found extends object>(
  found: Found | { code: string } | undefined,
): Exclude<Found, { code: string }> {
  if (found === undefined || 'code' in found) throw new Error(found?.code ?? 'nothing is told');
  return found as Exclude<Found, { code: string }>;
}

/** The largest absolute difference of two lists; infinite when their lengths differ. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Array.from(a).reduce((largest, x, i) => Math.max(largest, Math.abs(x - (b[i] ?? Number.NaN))), 0);
}

/** All rows with all, by plain sums. @param flat [rows x columns]. @returns [rows x rows]. */
export const product = (flat: Float32Array, rows: number): Float32Array => {
  const width = flat.length / rows;
  return Float32Array.from({ length: rows ** 2 }, (_, place) => {
    const [i, j] = [Math.floor(place / rows) * width, (place % rows) * width];
    return flat.subarray(i, i + width).reduce((sum, value, t) => sum + value * (flat[j + t] ?? 0), 0);
  });
};
