import { describe, expect, it } from 'vitest';
import {
  amplitudeSpectrum,
  bandPeak,
  fisherGOf,
  frequency,
  strongestRhythm,
} from '../../../../runner/analysis/stats/spectrum.ts';
import { random } from '../../../../runner/core/random.ts';
import { fisherG } from '../../../../runner/index.ts';
import { distance, reference, statistics } from './reference.ts';

it('the amplitude spectrum agrees with the reference numbers at every length but 0', () => {
  expect(() => amplitudeSpectrum([])).toThrow('amplitudeSpectrum: a signal needs at least 1 value, got 0');
  const signals = reference.activations.map((signal, neuron) => ({
    signal,
    amplitude: reference.amplitude[neuron] ?? [],
  }));
  for (const { signal, amplitude } of [...reference.amplitudes, ...signals]) {
    const found = amplitudeSpectrum(signal);
    // Nothing of a later call is mixed in.
    amplitudeSpectrum(signal.map((each) => 9 * each));
    expect(distance(found, amplitude)).toBeLessThan(1e-9);
  }
});

describe('the peak of a band, which includes both ends,', () => {
  const amplitude = [9, 1, 2, 3, 2, 4];
  it.each([
    ['the largest amplitude inside', [0.15, 0.45], { frequency: 0.3, amplitude: 3 }],
    ['its first frequency too', [0, 0.1], { frequency: 0, amplitude: 9 }],
    ['its last one too', [0.4, 0.5], { frequency: 0.5, amplitude: 4 }],
    ['a first that differs by rounding alone', [0.1 + 0.2, 0.35], { frequency: 0.3, amplitude: 3 }],
    ['a last that differs by rounding alone', [0.15, 0.7 - 0.4], { frequency: 0.3, amplitude: 3 }],
    ['the lowest of equal peaks', [0.2, 0.4], { frequency: 0.2, amplitude: 2 }, [9, 1, 2, 2, 2, 4]],
    ['nothing where no frequency lies in it', [0.41, 0.49], null],
  ] as [string, [number, number], object | null, number[]?][])('is %s', (_, band, peak, own = amplitude) => {
    expect(bandPeak(own, 10, band)).toEqual(peak);
  });

  it('is in cycles per token, and refuses a spectrum of another length', () => {
    expect(frequency(203, 406)).toBe(0.5);
    expect(() => bandPeak([1, 2], 10, [0, 0.5])).toThrow('has 6 amplitudes, got 2');
  });
});

describe("Fisher's g", () => {
  it('agrees with the reference numbers', () => {
    for (const { signal, g, p } of reference.fisherG) {
      const result = fisherG(signal);
      expect(result.g).toBeCloseTo(g, 12);
      expect(Math.abs(result.p - p)).toBeLessThan(1e-9);
      expect(result.p / p).toBeCloseTo(1, 9);
    }
  });

  it('has the tail that exact fractions give, even where its terms cancel over many orders of magnitude', () => {
    for (const { ordinates, p } of statistics.fisher) expect(fisherGOf(ordinates).p / p).toBeCloseTo(1, 12);
    // Thousands of ordinates that are alike.
    expect(fisherGOf(new Float64Array(30_000).fill(2)).p).toBe(1);
  });

  it('leaves out the mean and the highest frequency of an even signal, and refuses one of two values', () => {
    const alternating = Float64Array.from({ length: 8 }, (_, t) => (t % 2 === 0 ? 1 : -1));
    for (const still of [alternating, new Float64Array(101).fill(0.1)])
      expect(fisherG(still)).toEqual({ g: Number.NaN, p: 1 });
    expect(() => fisherG([1, 2])).toThrow('at least 3 values, got 2');
  });
});

it.each([60, 61])(
  'the strongest rhythm has the mean power of seven segments of %i, whatever their levels',
  (length) => {
    const { normal } = random(length);
    const signal = Float32Array.from({ length: 7 * length }, (_, t) => 5 + Math.floor(t / length) + normal());
    const power = new Float64Array(Math.floor(length / 2) + 1);
    for (let start = 0; start < signal.length; start += length) {
      const segment = Float64Array.from(signal.subarray(start, start + length));
      const mean = segment.reduce((sum, value) => sum + value, 0) / length;
      for (const [k, amplitude] of amplitudeSpectrum(segment.map((value) => value - mean)).entries())
        power[k] = (power[k] ?? 0) + amplitude ** 2 / 7;
    }
    const highest = Math.max(...power.subarray(1));
    const amplitude = expect.closeTo(Math.sqrt(highest), 10);
    expect(strongestRhythm(signal, length)).toEqual({ frequency: power.indexOf(highest, 1) / length, amplitude });
    expect(strongestRhythm(new Float32Array(2 * length).fill(0.3), length)).toBeNull();
  },
);
