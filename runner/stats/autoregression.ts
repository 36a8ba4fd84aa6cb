/**
 * A signal's own short memory, as an autoregression, and the spectrum that it alone gives. Pure, float64.
 * Sources: Yule 1927 and Walker 1931; the recursion of Levinson 1947 and Durbin 1960; the order by Akaike 1974.
 */

export interface Autoregression {
  /** x_t = sum over j = 1 .. order of coefficients[j - 1] x_(t-j) + noise. */
  coefficients: Float64Array;
  /** Variance of the noise. */
  variance: number;
}

/**
 * The autoregression of the order 0 .. largest with the least T ln(variance) + 2 order, by the Yule-Walker equations.
 * @param signal [tokens] of mean 0.
 * @throws RangeError when the signal is no longer than the largest order, or is 0 throughout.
 */
export function fitAutoregression(signal: Float64Array, largest: number): Autoregression {
  const { length } = signal;
  const covariance = Float64Array.from({ length: largest + 1 }, (_, lag) => {
    let sum = 0;
    for (let t = lag; t < length; t++) sum += signal[t] * signal[t - lag];
    return sum / length;
  });
  let variance = covariance[0];
  if (length <= largest || !(variance > 0)) {
    throw new RangeError(
      `fitAutoregression: needs a signal of more than ${largest} values that are not all 0, got ${length} values of variance ${variance}`,
    );
  }
  let coefficients: Float64Array = new Float64Array(0);
  let best: Autoregression = { coefficients, variance };
  let least = length * Math.log(variance);
  for (let order = 1; order <= largest; order++) {
    let unexplained = covariance[order];
    for (let j = 1; j < order; j++) unexplained -= coefficients[j - 1] * covariance[order - j];
    const reflection = unexplained / variance;
    const previous = coefficients;
    coefficients = Float64Array.from({ length: order }, (_, j) =>
      j === order - 1 ? reflection : previous[j] - reflection * previous[order - 2 - j],
    );
    variance *= 1 - reflection ** 2;
    // A signal that is predicted without error has no noise whose size could be weighed.
    if (!(variance > 0)) break;
    const criterion = length * Math.log(variance) + 2 * order;
    if (criterion < least) {
      least = criterion;
      best = { coefficients, variance };
    }
  }
  return best;
}

/** 1 / |1 - sum of coefficients[j-1] exp(-2 pi i f j)|^2: the spectrum but for the noise's variance, f in cycles per token. */
export function autoregressiveSpectrum({ coefficients }: Pick<Autoregression, 'coefficients'>, f: number): number {
  let real = 1;
  let imaginary = 0;
  coefficients.forEach((coefficient, index) => {
    const angle = 2 * Math.PI * f * (index + 1);
    real -= coefficient * Math.cos(angle);
    imaginary += coefficient * Math.sin(angle);
  });
  return 1 / (real ** 2 + imaginary ** 2);
}
