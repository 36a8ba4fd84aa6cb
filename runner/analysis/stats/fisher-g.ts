/** Fisher's test for a hidden rhythm in noise. Pure; imports only the transform. */
import { fourierTransform } from './fourier-transform.ts';
import { mean } from './summary.ts';

/** Below this share of a signal's power, ordinates are what rounding left of it. */
const rounding = 1e-24;

/**
 * The largest ordinate of the periodogram as a share of their sum, and the probability of so large a share in white
 * noise. The mean is removed first; the ordinates are those at k / T for 0 < k < T/2. An activation is not white
 * noise, so no claim rests on this p alone.
 * Source: Fisher 1929, 'Tests of significance in harmonic analysis'.
 * @param signal one neuron's activations, [tokens], at least 3.
 * @returns g = NaN and p = 1 when the signal has no power at those frequencies, as when it never changes.
 * @throws RangeError when the signal is shorter.
 */
export function fisherG(signal: ArrayLike<number>): { g: number; p: number } {
  const { length } = signal;
  if (length < 3) throw new RangeError(`fisherG: a signal needs at least 3 values, got ${length}`);
  const middle = mean(signal);
  const transform = fourierTransform(Float64Array.from(signal, (value) => value - middle));
  const ordinates = Float64Array.from({ length: Math.floor((length - 1) / 2) }, (_, index) => {
    const k = index + 1;
    return transform[2 * k] ** 2 + transform[2 * k + 1] ** 2;
  });
  // Parseval: the ordinates of all frequencies together are T times the sum of squares.
  const power = length * Array.from(signal).reduce((sum, value) => sum + value * value, 0);
  return ordinates.some((ordinate) => ordinate > rounding * power) ? fisherGOf(ordinates) : { g: Number.NaN, p: 1 };
}

/** As `fisherG`, of ordinates [m] that are exponential with one mean under the null hypothesis. */
export function fisherGOf(ordinates: ArrayLike<number>): { g: number; p: number } {
  let sum = 0;
  let largest = 0;
  for (const ordinate of Array.from(ordinates)) {
    sum += ordinate;
    largest = Math.max(largest, ordinate);
  }
  return sum > 0 ? { g: largest / sum, p: fisherTail(largest / sum, ordinates.length) } : { g: Number.NaN, p: 1 };
}

/** So many expected ordinates as large: that none is has probability e^-40, and p is 1 in float64. */
const certain = 40;

/** The terms behind the 256th are below 2^-200 while no more than `certain` ordinates are expected. */
const mostTerms = 256;

/**
 * P(g >= observed) = sum over k = 1 .. floor(1/g) of (-1)^(k-1) C(m, k) (1 - k g)^(m-1). The terms grow far beyond 1
 * and cancel, so they are added as whole numbers of 2^-places each, with places enough for the largest binomial.
 */
function fisherTail(g: number, m: number): number {
  if (m < 2 || m * (1 - g) ** (m - 1) > certain) return 1;
  const places = 256n + BigInt(Math.min(m, mostTerms * Math.ceil(Math.log2(m))));
  const one = 1n << places;
  // Exact: a float64 has 53 binary places, and g is at least 1/m.
  const share = BigInt(g * 2 ** 100) << (places - 100n);
  let binomial = 1n;
  let sum = 0n;
  for (let k = 1; k <= Math.min(m, mostTerms) && BigInt(k) * share < one; k++) {
    binomial = (binomial * BigInt(m - k + 1)) / BigInt(k);
    const term = binomial * power(one - BigInt(k) * share, m - 1, places);
    sum += k % 2 === 1 ? term : -term;
  }
  return Math.min(1, Math.max(0, Number(sum >> (places - 256n)) / 2 ** 256));
}

/** base^exponent, both base and result in units of 2^-places. */
function power(base: bigint, exponent: number, places: bigint): bigint {
  let result = 1n << places;
  let square = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = (result * square) >> places;
    square = (square * square) >> places;
  }
  return result;
}
