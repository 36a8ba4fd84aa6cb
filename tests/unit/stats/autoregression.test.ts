import { describe, expect, it } from 'vitest';
import { autoregressiveSpectrum, fitAutoregression } from '../../../runner/stats/autoregression.ts';
import { distance } from './reference.ts';
import { rhythmReference } from './rhythm-reference.ts';

describe('fitAutoregression', () => {
  it.each(rhythmReference.signals)(
    'has the order and the coefficients of SciPy: $name',
    ({ residual, coefficients }) => {
      const fit = fitAutoregression(Float64Array.from(residual), 12);
      expect(fit.coefficients).toHaveLength(coefficients.length);
      expect(distance(fit.coefficients, coefficients)).toBeLessThan(1e-9);
    },
  );

  it('refuses a signal that is 0 throughout, or no longer than the order', () => {
    expect(() => fitAutoregression(new Float64Array(50), 12)).toThrow('got 50 values of variance 0');
    expect(() => fitAutoregression(Float64Array.of(1, -1), 12)).toThrow('more than 12 values');
  });
});

describe('autoregressiveSpectrum', () => {
  it('is that of the first order in closed form', () => {
    for (const f of [0, 0.1, 0.25, 0.5]) {
      const expected = 1 / (1 + 0.6 ** 2 - 2 * 0.6 * Math.cos(2 * Math.PI * f));
      expect(autoregressiveSpectrum({ coefficients: Float64Array.of(0.6) }, f)).toBeCloseTo(expected, 12);
    }
  });

  it('peaks where the second order resonates', () => {
    const coefficients = Float64Array.of(2 * 0.95 * Math.cos(2 * Math.PI * 0.2), -(0.95 ** 2));
    const at = (f: number) => autoregressiveSpectrum({ coefficients }, f);
    expect(at(0.2)).toBeGreaterThan(10 * at(0.15));
    expect(at(0.2)).toBeGreaterThan(10 * at(0.25));
  });
});
