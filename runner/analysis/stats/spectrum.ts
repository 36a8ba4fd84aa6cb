/**
 * The amplitude spectrum of one neuron over a text, its peak, and whether that is more than noise has. Pure, float64.
 * Frequencies are in cycles per token: 0.5 is every second token.
 */

import FFT from 'fft.js';
import { mean } from './summary.ts';

export interface Peak {
  /** Cycles per token. */
  frequency: number;
  /** In the unit of the activation. */
  amplitude: number;
}

/**
 * |DFT(signal)_k| / T for k = 0 .. floor(T/2), doubled for 0 < k < T/2, so that a cosine of amplitude A that fits the
 * text shows A at its frequency.
 * @param signal one neuron's activations, [tokens], of any length from 1.
 * @returns amplitudes [floor(tokens / 2) + 1]; the k-th is at `frequency(k, tokens)`.
 * @throws RangeError when the signal is empty.
 */
export function amplitudeSpectrum(signal: ArrayLike<number>): Float64Array {
  const { length } = signal;
  if (length < 1) throw new RangeError(`amplitudeSpectrum: a signal needs at least 1 value, got ${length}`);
  const transform = fourierTransform(new Float64Array(signal));
  const amplitude = new Float64Array(Math.floor(length / 2) + 1);
  for (let k = 0; k < amplitude.length; k++) {
    const magnitude = Math.hypot(transform[2 * k], transform[2 * k + 1]) / length;
    amplitude[k] = k > 0 && 2 * k < length ? 2 * magnitude : magnitude;
  }
  return amplitude;
}

/** The k-th frequency of a spectrum over this many tokens, cycles per token. */
export const frequency = (k: number, tokens: number): number => k / tokens;

/** Far below the distance of two frequencies of any text, far above the rounding of a band's ends. */
const tolerance = 1e-12;

/**
 * The largest amplitude inside a band, both ends included; of equal ones the lowest frequency.
 * @param amplitude as from `amplitudeSpectrum`, [floor(tokens / 2) + 1].
 * @param band lowest and highest frequency, cycles per token.
 * @returns null when none of the spectrum's frequencies lies in the band.
 * @throws RangeError when the spectrum's length does not belong to that many tokens.
 */
export function bandPeak(amplitude: ArrayLike<number>, tokens: number, band: readonly [number, number]): Peak | null {
  if (amplitude.length !== Math.floor(tokens / 2) + 1) {
    throw new RangeError(
      `bandPeak: a spectrum over ${tokens} tokens has ${Math.floor(tokens / 2) + 1} amplitudes, got ${amplitude.length}`,
    );
  }
  let peak: Peak | null = null;
  for (let k = 0; k < amplitude.length; k++) {
    const f = frequency(k, tokens);
    const a = amplitude[k];
    if (f >= band[0] - tolerance && f <= band[1] + tolerance && (peak === null || a > peak.amplitude)) {
      peak = { frequency: f, amplitude: a };
    }
  }
  return peak;
}

/**
 * The frequency at which a neuron swings most over the whole observed text: the mean power of its segments' spectra, each without its
 * mean (Bartlett 1948). Two segments x and y are transformed at once, as z = x + iy: |X[k]|^2 + |Y[k]|^2 = (|Z[k]|^2 + |Z[L - k]|^2) / 2.
 * @param activation [segments x length] of one neuron.
 * @param length scored tokens of each segment.
 * @returns root mean square amplitude at its highest; null when the neuron never moves or a segment is a single token.
 */
export function strongestRhythm(activation: Float32Array, length: number): Peak | null {
  const power = new Float64Array(Math.floor(length / 2) + 1);
  const segments = activation.length / length;
  const first = new Float64Array(length);
  const second = new Float64Array(length);
  for (let segment = 0; segment < segments; segment += 2) {
    const firstMoves = fill(first, activation, segment);
    const secondMoves = fill(second, activation, segment + 1);
    if (!(firstMoves || secondMoves)) continue;
    const z = fourierTransform(first, second);
    for (let k = 1; k < power.length; k++) power[k] += (sizeAt(z, k) + sizeAt(z, length - k)) / 2;
  }
  // As amplitudeSpectrum has them: a frequency below 1/2 has half of its amplitude on the other side.
  const amplitude = (k: number): number => ((2 * k < length ? 2 : 1) / length) * Math.sqrt(power[k] / segments);
  let best = 0;
  let highest = 0;
  for (let k = 1; k < power.length; k++) {
    if (amplitude(k) > highest) {
      best = k;
      highest = amplitude(k);
    }
  }
  return best === 0 ? null : { frequency: frequency(best, length), amplitude: highest };
}

/** |Z[k]|^2 of interleaved complex numbers. */
const sizeAt = (z: Float64Array, k: number): number => z[2 * k] ** 2 + z[2 * k + 1] ** 2;

/** One segment without its mean, or 0 throughout where there is none. @returns whether it moves. */
function fill(into: Float64Array, activation: Float32Array, segment: number): boolean {
  const { length } = into;
  const start = segment * length;
  into.fill(0);
  if (start >= activation.length) return false;
  const first = activation[start];
  let moves = false;
  let sum = 0;
  for (let t = start; t < start + length; t++) {
    const value = activation[t];
    moves ||= value !== first;
    sum += value;
  }
  const mean = sum / length;
  for (let t = 0; moves && t < length; t++) into[t] = activation[start + t] - mean;
  return moves;
}

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

/** Returns the interleaved complex transform [2 * length] of a signal [length], real or with an imaginary part. */
type Transform = (signal: Float64Array, imaginary?: Float64Array) => Float64Array;

const keptLengths = 8;
const transforms = new Map<number, Transform>();

/**
 * The discrete Fourier transform of any length: fft.js for powers of two, Bluestein's chirp-z transform on top of it for all others. What
 * depends on the length alone is kept by length, so that the spectra of hundreds of neurons over one text cost one preparation.
 * Source: Bluestein 1970, 'A linear filtering approach to the computation of discrete Fourier transform'.
 * X[k] = sum over t of signal[t] exp(-2 pi i k t / T), unnormalized.
 * @param imaginary the signal's imaginary part, [signal.length]; by default 0.
 * @returns real and imaginary parts, interleaved, [2 * signal.length]; overwritten by the next call of equal length.
 * @throws RangeError when the signal is empty.
 */
export function fourierTransform(signal: Float64Array, imaginary?: Float64Array): Float64Array {
  const { length } = signal;
  if (length < 1) throw new RangeError(`fourierTransform: a signal needs at least 1 value, got ${length}`);
  let transform = transforms.get(length);
  if (transform === undefined) {
    transform = prepare(length);
    const oldest = transforms.keys().next();
    if (transforms.size >= keptLengths && oldest.done !== true) transforms.delete(oldest.value);
    transforms.set(length, transform);
  }
  return transform(signal, imaginary);
}

function prepare(length: number): Transform {
  if (length === 1) return (signal, imaginary) => Float64Array.of(signal[0], partAt(imaginary, 0));
  return (length & (length - 1)) === 0 ? powerOfTwo(length) : chirpZ(length);
}

function powerOfTwo(length: number): Transform {
  const fft = new FFT(length);
  const input = new Float64Array(2 * length);
  const output = new Float64Array(2 * length);
  return (signal, imaginary) => {
    for (let t = 0; t < length; t++) {
      input[2 * t] = signal[t];
      input[2 * t + 1] = partAt(imaginary, t);
    }
    fft.transform(output, input);
    return output;
  };
}

const partAt = (imaginary: Float64Array | undefined, t: number): number => (imaginary === undefined ? 0 : imaginary[t]);

/** With kt = (k^2 + t^2 - (k-t)^2) / 2 the transform is a convolution with the chirp exp(pi i t^2 / T). */
function chirpZ(length: number): Transform {
  let size = 1;
  while (size < 2 * length - 1) size *= 2;
  const fft = new FFT(size);
  const chirp = new Float64Array(2 * length);
  const kernel = new Float64Array(2 * size);
  for (let t = 0; t < length; t++) {
    // The angle's whole turns are taken off before the cosine, in exact whole numbers: t^2 loses digits otherwise.
    const angle = (Math.PI * ((t * t) % (2 * length))) / length;
    const real = Math.cos(angle);
    const imaginary = Math.sin(angle);
    chirp[2 * t] = real;
    chirp[2 * t + 1] = -imaginary;
    for (const place of t === 0 ? [0] : [t, size - t]) {
      kernel[2 * place] = real;
      kernel[2 * place + 1] = imaginary;
    }
  }
  const kernelSpectrum = new Float64Array(2 * size);
  fft.transform(kernelSpectrum, kernel);
  const input = new Float64Array(2 * size);
  const spectrum = new Float64Array(2 * size);
  const convolved = new Float64Array(2 * size);
  const output = new Float64Array(2 * length);
  return (signal, imaginary) => {
    for (let t = 0; t < length; t++) {
      const x = signal[t];
      const y = partAt(imaginary, t);
      const c = chirp[2 * t];
      const s = chirp[2 * t + 1];
      input[2 * t] = x * c - y * s;
      input[2 * t + 1] = x * s + y * c;
    }
    fft.transform(spectrum, input);
    multiply(spectrum, spectrum, kernelSpectrum, size);
    fft.inverseTransform(convolved, spectrum);
    multiply(output, convolved, chirp, length);
    return output;
  };
}

/** out = a b, element by element, over interleaved complex numbers. */
function multiply(out: Float64Array, a: Float64Array, b: Float64Array, count: number): void {
  for (let i = 0; i < 2 * count; i += 2) {
    const aReal = a[i];
    const aImaginary = a[i + 1];
    const bReal = b[i];
    const bImaginary = b[i + 1];
    out[i] = aReal * bReal - aImaginary * bImaginary;
    out[i + 1] = aReal * bImaginary + aImaginary * bReal;
  }
}
