/**
 * An estimate and how sure it is, from the same estimate without each document. Pure; imports only Student's t.
 * Source: Quenouille 1956, Tukey 1958; t with D - 1 degrees of freedom.
 */
import { studentQuantile, studentUpperTail } from './distributions.ts';

export interface LeftOutEstimate {
  value: number;
  /** 95%. */
  interval: [low: number, high: number];
  t: number;
  /** One-sided: that the true value is 0 or less. */
  p: number;
}

/**
 * @param leftOut [documents] The value without each of them.
 * @throws RangeError with fewer than two documents.
 */
export function leaveOneOut(value: number, leftOut: readonly number[]): LeftOutEstimate {
  const n = leftOut.length;
  if (n < 2) throw new RangeError(`leaveOneOut: needs at least 2 documents, got ${n}`);
  const mean = leftOut.reduce((sum, each) => sum + each, 0) / n;
  const error = Math.sqrt(((n - 1) / n) * leftOut.reduce((sum, each) => sum + (each - mean) ** 2, 0));
  const half = studentQuantile(0.975, n - 1) * error;
  const interval: [number, number] = [value - half, value + half];
  if (error === 0) return { value, interval, t: 0, p: 1 };
  const t = value / error;
  return { value, interval, t, p: studentUpperTail(t, n - 1) };
}
