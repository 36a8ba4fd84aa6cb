/**
 * Where one more value of the same kind would lie: wider than the interval of the mean, because one more value varies as
 * the known ones do. Pure; imports only Student's t and the summary.
 * Source: Fisher 1935; Hahn & Meeker 1991, 'Statistical Intervals', for a normal sample.
 */
import { studentQuantile, studentUpperTail } from './distributions.ts';
import { mean as meanOf, standardDeviation } from './summary.ts';

export interface Prediction {
  mean: number;
  /** With n - 1 in the denominator. */
  sd: number;
  /** Upper end of the one-sided interval that holds one more value with this probability. */
  limit: number;
  /** The chance that one more value would be at least as large as the one that is judged. */
  p: number;
}

/**
 * @param known the values of the same kind, at least two.
 * @param value the one that is judged.
 * @param probability that the interval holds one more value.
 * @throws RangeError with fewer than two known values.
 */
export function predictionInterval(known: readonly number[], value: number, probability: number): Prediction {
  const m = known.length;
  if (m < 2) throw new RangeError(`predictionInterval: needs at least 2 known values, got ${m}`);
  const [mean, sd] = [meanOf(known), standardDeviation(known)];
  const width = sd * Math.sqrt(1 + 1 / m);
  const limit = mean + studentQuantile(probability, m - 1) * width;
  const above = value > mean ? 0 : 1;
  return { mean, sd, limit, p: width === 0 ? above : studentUpperTail((value - mean) / width, m - 1) };
}
