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
  /** No standard deviation is taken to be less when the trend is drawn. */
  leastDeviation: 0.001,
} as const;

/** What is known of one more value of a quantity. */
export interface Foretold {
  mean: number;
  /** Upper end of the one-sided interval that holds it with this probability. */
  limit(probability: number): number;
  /** The chance that it is at least as large as a value. */
  p(value: number): number;
}

/**
 * The trend is a straight line of the logs of the variances on the sizes of the means, scaled to the mean variance. (A line of the
 * standard deviations themselves comes near 0 for the smallest, and what lies beside it there made all limits twice as wide.) One quantity alone
 * has none, and two or three less of one: the trend counts by no more degrees of freedom than the others have.
 * @param known [quantities] each its values, at least two.
 * @throws RangeError where a quantity has fewer.
 */
export function foretold(known: readonly (readonly number[])[]): Foretold[] {
  const few = known.find(({ length }) => length < 2);
  if (few !== undefined) throw new RangeError(`moderated: needs at least 2 known values, got ${few.length}`);
  const means = known.map(meanOf);
  const variances = known.map((values) => standardDeviation(values) ** 2);
  const trend = trendOf(means, variances);
  const all = known.reduce((sum, { length }) => sum + length - 1, 0);
  return known.map((values, index) => {
    const own = values.length - 1;
    const prior = Math.min(moderationCriteria.freedom, all - own);
    const freedom = prior + own;
    const variance = (prior * trend[index] + own * variances[index]) / freedom;
    const width = Math.sqrt(variance * (1 + 1 / values.length));
    const mean = means[index];
    return {
      mean,
      limit: (probability) => mean + studentQuantile(probability, freedom) * width,
      p: (value) => (width === 0 ? Number(value <= mean) : studentUpperTail((value - mean) / width, freedom)),
    };
  });
}

/** [quantities] The variance that each would have by all of them. */
function trendOf(means: readonly number[], variances: readonly number[]): number[] {
  const { quantities, leastDeviation } = moderationCriteria;
  const sizes = means.map(Math.abs);
  const logs = variances.map((variance) => Math.log(Math.max(leastDeviation ** 2, variance)));
  const [size, log] = [meanOf(sizes), meanOf(logs)];
  const products = sizes.reduce((sum, each, index) => sum + (each - size) * (logs[index] - log), 0);
  const squares = sizes.reduce((sum, each) => sum + (each - size) ** 2, 0);
  const slope = means.length < quantities || squares === 0 ? 0 : products / squares;
  const line = sizes.map((each) => Math.exp(log + slope * (each - size)));
  const scale = meanOf(variances.map((variance, index) => variance / line[index]));
  return line.map((each) => scale * each);
}
