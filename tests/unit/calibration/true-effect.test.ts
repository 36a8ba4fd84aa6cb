import { describe, expect, it } from 'vitest';
import { trueEffect } from '../../calibration/scenarios.ts';
import type { Scenario } from '../../calibration/simulate.ts';

const scenario: Scenario = {
  documents: 1,
  sources: 1,
  segments: 1,
  length: 50,
  neurons: 1,
  memories: [0],
  vocabulary: 5,
  features: [{ frequency: 0.3, run: 2 }],
};
const of = (size: number) => trueEffect(scenario, { neuron: 0, feature: 0, size, spread: 0 });

describe('the true effect', () => {
  it('of independent normal activations is the AUC that their distance stands for', () => {
    // Two normal distributions of SD 1 whose means lie sqrt(2) z apart have AUC Phi(z): z(.6), z(.8).
    expect(of(Math.SQRT2 * 0.2533471)).toBeCloseTo(0.6, 2);
    expect(of(Math.SQRT2 * 0.8416212)).toBeCloseTo(0.8, 2);
  });

  it('of nothing is a half, of all is 1, of the contrary is 0', () => {
    expect(of(0)).toBeCloseTo(0.5, 2);
    expect(of(50)).toBeCloseTo(1, 6);
    expect(of(-50)).toBeCloseTo(0, 6);
  });
});
