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
  auc: number[];
  mannWhitneyP: number[];
  benjaminiHochberg: number[];
  pointBiserial: number[];
  fisherG: { signal: number[]; g: number; p: number }[];
}

export const reference = JSON.parse(
  readFileSync(new URL('../../../fixtures/reference/analysis.json', import.meta.url), 'utf8'),
) as AnalysisReference;

interface StatisticsReference {
  tied: {
    activation: number[];
    mask: number[];
    ranks: number[];
    auc: number;
    mannWhitneyP: number;
    pointBiserial: number;
  }[];
  benjaminiHochberg: { p: number[]; adjusted: number[] };
  fisher: { ordinates: number[]; p: number }[];
  student: [degreesOfFreedom: number, quantile: number][];
  normalTwoSided: [z: number, p: number][];
  clopperPearson: [successes: number, trials: number, low: number, high: number][];
}

/** Made by `tests/fixtures/evidence/statistics.py`: ties, and numbers far out in the tails. */
export const statistics = JSON.parse(
  readFileSync(new URL('../../../fixtures/evidence/statistics.json', import.meta.url), 'utf8'),
) as StatisticsReference;

/** The largest absolute difference of two lists; infinite when their lengths differ. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Array.from(a).reduce((largest, x, i) => Math.max(largest, Math.abs(x - (b[i] ?? Number.NaN))), 0);
}
