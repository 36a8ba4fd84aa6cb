/**
 * The frequency at which a neuron swings most over the whole observed text: the mean power of its segments' spectra,
 * each without its mean. Pure, float64; imports only the spectrum.
 * Source: Bartlett 1948 (averaged periodograms).
 */
import { amplitudeSpectrum, frequency, type Peak } from '../stats/spectrum.ts';

/**
 * @param activation [segments x length] of one neuron.
 * @param length scored tokens of each segment.
 * @returns root mean square amplitude at its highest; null when the neuron never moves or a segment is a single token.
 */
export function strongestRhythm(activation: Float32Array, length: number): Peak | null {
  const power = new Float64Array(Math.floor(length / 2) + 1);
  const segments = activation.length / length;
  for (let start = 0; start < activation.length; start += length) {
    const segment = activation.subarray(start, start + length);
    const mean = segment.reduce((sum, value) => sum + value, 0) / length;
    amplitudeSpectrum(Float64Array.from(segment, (value) => value - mean)).forEach((amplitude, k) => {
      power[k] = (power[k] ?? 0) + amplitude ** 2 / segments;
    });
  }
  let best = 0;
  for (const [k, value] of power.entries()) if (k > 0 && value > (power[best] ?? 0)) best = k;
  const highest = power[best] ?? 0;
  return best === 0 || highest === 0 ? null : { frequency: frequency(best, length), amplitude: Math.sqrt(highest) };
}
