import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { hiddenFrequency } from '../../../runner/stats/hidden-frequency.ts';

const tokens = 201;
const untreated = (noise: Float64Array) => noise;

/** Noise by an autoregression, of mean 0 and variance 1. */
function noiseOf(coefficients: readonly number[], seed: number): Float64Array {
  const { normal } = random(15, seed);
  const values: number[] = [];
  for (let t = 0; t < 300 + tokens; t++) {
    values.push(coefficients.reduce((sum, each, lag) => sum + each * (values[t - 1 - lag] ?? 0), normal()));
  }
  const kept = values.slice(300);
  const mean = kept.reduce((sum, value) => sum + value, 0) / tokens;
  const size = Math.sqrt(kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / tokens);
  return Float64Array.from(kept, (value) => (value - mean) / size);
}

const wave = (cycles: number) =>
  Float64Array.from({ length: tokens }, (_, t) => Math.sin((2 * Math.PI * cycles * t) / tokens));

describe('hiddenFrequency', () => {
  it.each([
    ['white noise', []],
    ['noise with a memory', [0.6]],
    ['noise with a resonance of its own', [2 * 0.8 * Math.cos(2 * Math.PI * 0.3), -(0.8 ** 2)]],
  ] as const)('finds a wave in %s', (_, coefficients) => {
    const sine = wave(24);
    const found = hiddenFrequency(
      noiseOf(coefficients, 1).map((value, t) => value + (sine[t] as number)),
      untreated,
    );
    expect(found.frequency).toBeCloseTo(24 / tokens, 12);
    expect(found.p).toBeLessThan(0.0001);
  });

  it('finds none in noise with a resonance, whose spectrum has a peak', () => {
    const resonance = [2 * 0.9 * Math.cos(2 * Math.PI * 0.2), -(0.9 ** 2)];
    const passed = Array.from(
      { length: 40 },
      (_, seed) => hiddenFrequency(noiseOf(resonance, seed), untreated).p,
    ).filter((p) => p < 0.05).length;
    // 40 signals at 5 %: more than 7 would happen once in 1,000 times.
    expect(passed).toBeLessThan(8);
  });

  it('always gives the same signal the same p', () => {
    const signal = noiseOf([0.5], 3);
    expect(hiddenFrequency(signal, untreated)).toEqual(hiddenFrequency(signal, untreated));
  });
});
