/**
 * The amplitude spectrum of one neuron over a text, and its peak inside a band of frequencies. Pure, float64.
 * Frequencies are in cycles per token: 0.5 is every second token.
 */
import { fourierTransform } from './fourier-transform.ts';

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
