/// <reference path="../../core/packages.d.ts" />
/** Tails and quantiles of the normal, Student's t and beta distributions. Pure; imports only jstat. */
import jstat from 'jstat';

/** Probability that a standard normal variable is at least as far from 0 as z; exact to about 1e-15. */
export const normalTwoSided = (z: number): number => jstat.erfc(Math.abs(z) / Math.SQRT2);

/** The p-quantile of Student's t, exact to about 1e-7. */
export const studentQuantile = (p: number, degreesOfFreedom: number): number => jstat.studentt.inv(p, degreesOfFreedom);

/**
 * Probability that Student's t is at least this large. By the beta distribution on the side where it is small, so that
 * tails of 1e-12 are still told from 0.
 */
export function studentUpperTail(t: number, degreesOfFreedom: number): number {
  const tail = jstat.beta.cdf(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5) / 2;
  return t >= 0 ? tail : 1 - tail;
}

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
