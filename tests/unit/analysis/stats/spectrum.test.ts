import { describe, expect, it } from 'vitest';
import { amplitudeSpectrum, bandPeak, frequency } from '../../../../runner/analysis/stats/spectrum.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance, reference } from './reference.ts';

/** The definition as a double sum. */
function naive(signal: number[]): number[] {
  const T = signal.length;
  return Array.from({ length: Math.floor(T / 2) + 1 }, (_, k) => {
    let real = 0;
    let imaginary = 0;
    signal.forEach((a, t) => {
      const angle = (2 * Math.PI * ((k * t) % T)) / T;
      real += a * Math.cos(angle);
      imaginary -= a * Math.sin(angle);
    });
    return (Math.hypot(real, imaginary) / T) * (k > 0 && k < T / 2 ? 2 : 1);
  });
}

describe('amplitudeSpectrum', () => {
  it('agrees with the reference numbers at every length', () => {
    expect(reference.amplitudes.length).toBeGreaterThan(0);
    for (const { signal, amplitude } of reference.amplitudes) {
      expect(distance(amplitudeSpectrum(signal), amplitude)).toBeLessThan(1e-9);
    }
    reference.activations.forEach((signal, neuron) => {
      expect(distance(amplitudeSpectrum(signal), reference.amplitude[neuron] ?? [])).toBeLessThan(1e-9);
    });
  });

  it.each([1, 2, 3, 4, 5, 7, 8, 12, 31, 64, 100, 127, 406, 1009])(
    'agrees with the double sum at length %i',
    (length) => {
      const { uniform } = random(3, length);
      const signal = Array.from({ length }, () => uniform() * 2 - 1);
      expect(distance(amplitudeSpectrum(signal), naive(signal))).toBeLessThan(1e-12);
    },
  );

  it('shows a cosine at its own amplitude, and the mean at frequency 0', () => {
    const signal = Array.from({ length: 50 }, (_, t) => 0.25 + 0.75 * Math.cos((2 * Math.PI * 20 * t) / 50));
    const amplitude = amplitudeSpectrum(signal);
    expect(amplitude[0]).toBeCloseTo(0.25, 12);
    expect(amplitude[20]).toBeCloseTo(0.75, 12);
    expect(amplitude[19]).toBeCloseTo(0, 12);
  });

  it('shows the alternation of every second token undoubled at 0.5', () => {
    expect(amplitudeSpectrum([1, -1, 1, -1, 1, -1]).at(-1)).toBeCloseTo(1, 12);
  });

  it('does not mix the signals of successive calls', () => {
    const first = amplitudeSpectrum([1, 2, 3, 4, 5]);
    amplitudeSpectrum([9, 0, 0, 9, 9]);
    expect(distance(first, naive([1, 2, 3, 4, 5]))).toBeLessThan(1e-12);
  });

  it('refuses an empty signal', () => {
    expect(() => amplitudeSpectrum([])).toThrow('amplitudeSpectrum: a signal needs at least 1 value, got 0');
  });
});

describe('frequency', () => {
  it('is in cycles per token', () => {
    expect(frequency(203, 406)).toBe(0.5);
  });
});

describe('bandPeak', () => {
  const amplitude = [9, 1, 2, 3, 2, 4];

  it('takes the largest amplitude inside the band', () => {
    expect(bandPeak(amplitude, 10, [0.15, 0.45])).toEqual({ frequency: 0.3, amplitude: 3 });
  });

  it('includes both ends', () => {
    expect(bandPeak(amplitude, 10, [0, 0.1])).toEqual({ frequency: 0, amplitude: 9 });
    expect(bandPeak(amplitude, 10, [0.4, 0.5])).toEqual({ frequency: 0.5, amplitude: 4 });
  });

  it('includes ends that differ from the frequency by rounding alone', () => {
    expect(bandPeak(amplitude, 10, [0.1 + 0.2, 0.35])).toEqual({ frequency: 0.3, amplitude: 3 });
    expect(bandPeak(amplitude, 10, [0.15, 0.7 - 0.4])).toEqual({ frequency: 0.3, amplitude: 3 });
  });

  it('takes the lowest of equal peaks', () => {
    expect(bandPeak(amplitude, 10, [0.2, 0.2])?.frequency).toBe(0.2);
    expect(bandPeak([0, 2, 1, 2], 6, [0, 0.5])?.frequency).toBeCloseTo(1 / 6, 12);
  });

  it('is null when no frequency lies in the band', () => {
    expect(bandPeak(amplitude, 10, [0.41, 0.49])).toBeNull();
  });

  it('refuses a spectrum of another length', () => {
    expect(() => bandPeak([1, 2], 10, [0, 0.5])).toThrow('has 6 amplitudes, got 2');
  });
});
