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

describe('the amplitude spectrum', () => {
  it('agrees with the reference numbers at every length but 0', () => {
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

  it('is 1 for a pure wave, whatever its mean, and has no chance in noise', () => {
    const { g, p } = fisherG(Float64Array.from({ length: 64 }, (_, t) => 5 + Math.cos((2 * Math.PI * 8 * t) / 64)));
    expect(g).toBeCloseTo(1, 12);
    expect(p).toBeLessThan(1e-200);
  });

  it('leaves out the mean and the highest frequency of an even signal, and refuses one of two values', () => {
    const alternating = Float64Array.from({ length: 8 }, (_, t) => (t % 2 === 0 ? 1 : -1));
    for (const still of [alternating, new Float64Array(101).fill(0.1)])
      expect(fisherG(still)).toEqual({ g: Number.NaN, p: 1 });
    expect(() => fisherG([1, 2])).toThrow('at least 3 values, got 2');
  });
});

describe('the strongest rhythm', () => {
  it('of a wave is found whatever its phase and the level of each segment, and nothing where nothing moves', () => {
    // A wave that begins anew, at another phase, in each segment.
    const signal = Float32Array.from({ length: 60 * 7 }, (_, t) => {
      const segment = Math.floor(t / 60);
      return 5 + segment + 0.4 * Math.cos((2 * Math.PI * 9 * (t % 60)) / 60 + segment);
    });
    const peak = strongestRhythm(signal, 60);
    expect(peak).toEqual({ frequency: expect.closeTo(9 / 60, 12), amplitude: expect.closeTo(0.4, 5) });
    expect(strongestRhythm(new Float32Array(120).fill(0.3), 60)).toBeNull();
  });

  it.each([60, 61])('has the mean power of the spectra of an odd number of segments of %i', (length) => {
    const { normal } = random(length);
    const signal = Float32Array.from({ length: 7 * length }, () => normal());
    const power = new Float64Array(Math.floor(length / 2) + 1);
    for (let start = 0; start < signal.length; start += length) {
      const segment = Float64Array.from(signal.subarray(start, start + length));
      const mean = segment.reduce((sum, value) => sum + value, 0) / length;
      amplitudeSpectrum(segment.map((value) => value - mean)).forEach((amplitude, k) => {
        power[k] = (power[k] ?? 0) + amplitude ** 2 / 7;
      });
    }
    const highest = Math.max(...power.subarray(1));
    expect(strongestRhythm(signal, length)).toEqual({
      frequency: power.indexOf(highest, 1) / length,
      amplitude: expect.closeTo(Math.sqrt(highest), 10),
    });
  });
});
