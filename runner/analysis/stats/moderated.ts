/**
 * How far one more value of each of several quantities may lie, where only a few values of each are known but the quantities are alike:
 * the variance of each is shrunk towards the trend of all, so that it counts as known from more of them. Pure.
 * Source: Smyth 2004 (the moderated t of limma); Hahn & Meeker 1991 for the interval of one more value.
 */
import { studentQuantile, studentUpperTail } from './distributions.ts';
import { mean as meanOf, standardDeviation } from './summary.ts';

export const moderationCriteria = {
  /** Values by which the trend counts beside a quantity's own, less one. */
  freedom: 4,
  /** With fewer quantities the trend is one variance for all. */
  quantities: 5,
  /** No standard deviation is taken to be less when the line is drawn: the log of a variance near 0 would turn it. */
  leastDeviation: 0.1,
} as const;

export interface ModeratedPrediction {
  mean: number;
  /** Upper end of the one-sided interval that holds it with this probability. */
  limit(probability: number): number;
  /** The chance that it is at least as large as a value. */
  p(value: number): number;
}

/**
 * The trend is a straight line of the logs of the variances on the sizes of the means, scaled to the mean variance. (A line of the
 * standard deviations themselves comes near 0 for the smallest, and what lies beside it there made all limits twice as wide.) Quantities
 * that never vary, as areas of 1, tell nothing of the others. One quantity alone
 * has no trend, and two or three less of one: the trend counts by no more degrees of freedom than the others have.
 * @param known [quantities] each its values, at least two.
 * @throws RangeError where a quantity has fewer.
 */
export function foretold(known: readonly (readonly number[])[]): ModeratedPrediction[] {
  const few = known.find(({ length }) => length < 2);
  if (few !== undefined) throw new RangeError(`moderated: needs at least 2 known values, got ${few.length}`);
  const all = known.map((values) => ({
    size: Math.abs(meanOf(values)),
    mean: meanOf(values),
    count: values.length,
    variance: standardDeviation(values) ** 2,
  }));
  const varying = all.filter(({ variance }) => variance > 0);
  const trend = trendOf(varying);
  const free = varying.reduce((sum, { count }) => sum + count - 1, 0);
  return all.map(({ mean, size, count, variance: found }) => {
    const own = count - 1;
    const prior = Math.min(moderationCriteria.freedom, Math.max(0, found > 0 ? free - own : free));
    const freedom = prior + own;
    const variance = (prior * trend(size) + own * found) / freedom;
    const width = Math.sqrt(variance * (1 + 1 / count));
    return {
      mean,
      limit: (probability) => mean + studentQuantile(probability, freedom) * width,
      p: (value) => (width === 0 ? Number(value <= mean) : studentUpperTail((value - mean) / width, freedom)),
    };
  });
}

/** The variance that a quantity of a size would have by all of them. */
function trendOf(varying: readonly { size: number; variance: number }[]): (size: number) => number {
  if (varying.length === 0) return () => 0;
  const logs = varying.map(({ variance }) => Math.log(Math.max(moderationCriteria.leastDeviation ** 2, variance)));
  const [size, log] = [meanOf(varying.map((each) => each.size)), meanOf(logs)];
  const products = varying.reduce((sum, each, index) => sum + (each.size - size) * (logs[index] - log), 0);
  const squares = varying.reduce((sum, each) => sum + (each.size - size) ** 2, 0);
  const slope = varying.length < moderationCriteria.quantities || squares === 0 ? 0 : products / squares;
  const line = (at: number) => Math.exp(log + slope * (at - size));
  const scale = meanOf(varying.map((each) => each.variance / line(each.size)));
  return (at) => scale * line(at);
}

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
 * Where one more value of the same kind would lie: wider than the interval of the mean, because one more value varies as the known
 * ones do. Source: Fisher 1935.
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
