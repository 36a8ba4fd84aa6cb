import { describe, expect, it } from 'vitest';
import { amplitudeSpectrum, strongestRhythm } from '../../../../runner/analysis/stats/spectrum.ts';
import { random } from '../../../../runner/core/random.ts';

/** A wave that begins anew, at another phase, in each segment. */
const waves = (length: number, segments: number, cycles: number, amplitude: number) =>
  Float32Array.from({ length: length * segments }, (_, t) => {
    const segment = Math.floor(t / length);
    return 5 + segment + amplitude * Math.cos((2 * Math.PI * cycles * (t % length)) / length + segment);
  });

describe('strongestRhythm', () => {
  it('finds a wave whatever its phase and whatever the level of each segment', () => {
    const peak = strongestRhythm(waves(60, 7, 9, 0.4), 60);
    expect(peak?.frequency).toBeCloseTo(9 / 60, 12);
    expect(peak?.amplitude).toBeCloseTo(0.4, 5);
  });

  it('averages power over segments: a wave in one of four has half of its amplitude', () => {
    const signal = waves(60, 4, 9, 0.4);
    signal.fill(1, 60);
    expect(strongestRhythm(signal, 60)?.amplitude).toBeCloseTo(0.2, 5);
  });

  it('gives nothing for a neuron that never moves', () => {
    expect(strongestRhythm(new Float32Array(120).fill(0.3), 60)).toBeNull();
  });

  it.each([60, 61])(
    'has the mean power of the spectra, each computed alone, of an odd number of segments of %i',
    (length) => {
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
      const peak = strongestRhythm(signal, length);
      expect(peak?.amplitude).toBeCloseTo(Math.sqrt(highest), 10);
      expect(peak?.frequency).toBe(power.indexOf(highest, 1) / length);
    },
  );
});
