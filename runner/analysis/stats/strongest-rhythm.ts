/**
 * The frequency at which a neuron swings most over the whole observed text: the mean power of its segments' spectra,
 * each without its mean. Pure, float64.
 * Source: Bartlett 1948 (averaged periodograms).
 */
import { fourierTransform } from './fourier-transform.ts';
import { frequency, type Peak } from './spectrum.ts';

/**
 * Two segments x and y are transformed at once, as z = x + iy: |X[k]|^2 + |Y[k]|^2 = (|Z[k]|^2 + |Z[L - k]|^2) / 2.
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
