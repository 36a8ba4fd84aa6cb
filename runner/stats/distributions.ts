/// <reference path="./jstat.d.ts" />
/** Tails and quantiles of the normal, Student's t and beta distributions. Pure; imports only jstat. */
import jstat from 'jstat';

/** Probability that a standard normal variable is at least as far from 0 as z; exact to about 1e-15. */
export const normalTwoSided = (z: number): number => jstat.erfc(Math.abs(z) / Math.SQRT2);

/** The p-quantile of Student's t, exact to about 1e-7. */
export const studentQuantile = (p: number, degreesOfFreedom: number): number => jstat.studentt.inv(p, degreesOfFreedom);

/**
 * The exact 95% interval of a share, given how many of the trials succeeded.
 * Source: Clopper & Pearson 1934, by the beta quantiles.
 * @throws RangeError when the successes are not between 0 and the trials, or there was no trial.
 */
export function exactInterval(successes: number, trials: number): [low: number, high: number] {
  if (trials < 1 || successes < 0 || successes > trials) {
    throw new RangeError(
      `exactInterval: the successes must be 0 to the trials, at least 1, got ${successes} of ${trials}`,
    );
  }
  return [
    successes === 0 ? 0 : jstat.beta.inv(0.025, successes, trials - successes + 1),
    successes === trials ? 1 : jstat.beta.inv(0.975, successes + 1, trials - successes),
  ];
}
