/** The interval of a share by its score. Pure. Source: Wilson 1927; Brown, Cai & DasGupta 2001 on why. */

/** The 97.5% point of the standard normal. */
const z = 1.959963984540054;

/**
 * The 95% interval of a share, given how many of the trials succeeded.
 * @throws RangeError when the successes are not between 0 and the trials, or there was no trial.
 */
export function wilsonInterval(successes: number, trials: number): [low: number, high: number] {
  if (trials < 1 || successes < 0 || successes > trials) {
    throw new RangeError(
      `wilsonInterval: the successes must be 0 to the trials, at least 1, got ${successes} of ${trials}`,
    );
  }
  const share = successes / trials;
  const spread = 1 + z ** 2 / trials;
  const middle = (share + z ** 2 / (2 * trials)) / spread;
  const half = (z / spread) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  // Exact at the ends, where rounding would leave 1e-17.
  return [successes === 0 ? 0 : middle - half, successes === trials ? 1 : middle + half];
}
