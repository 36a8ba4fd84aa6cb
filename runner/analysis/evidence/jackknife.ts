/** Intervals from leaving out one document at a time. Pure; imports only Student's quantiles. */
import { studentQuantile } from '../distributions.ts';

/** Half of the width of a 95% interval.
 * Source: Quenouille 1956, Tukey 1958; t with D - 1 degrees of freedom.
 * @param leftOut [documents] The estimate without each document, on the scale on which it is about normal.
 */
export function jackknifeHalfWidth(leftOut: ArrayLike<number>): number {
  const n = leftOut.length;
  if (n < 2) return Number.POSITIVE_INFINITY;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += (leftOut[i] as number) / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((leftOut[i] as number) - mean) ** 2;
  return studentQuantile(0.975, n - 1) * Math.sqrt(((n - 1) / n) * squares);
}

/** An area this near to 0 or 1 cannot be told from 0 or 1, and has no logit. */
const edge = 0.001;

/**
 * The 95% interval of an area between 0 and 1, taken on the logit, where its error is more nearly normal.
 * @param leftOut [documents] The area without each document.
 */
export function areaInterval(area: number, leftOut: ArrayLike<number>): [low: number, high: number] {
  const logit = (p: number): number => {
    const kept = Math.min(1 - edge, Math.max(edge, p));
    return Math.log(kept / (1 - kept));
  };
  const half = jackknifeHalfWidth(Float64Array.from(leftOut, logit));
  const back = (x: number): number => 1 / (1 + Math.exp(-x));
  return [back(logit(area) - half), back(logit(area) + half)];
}
