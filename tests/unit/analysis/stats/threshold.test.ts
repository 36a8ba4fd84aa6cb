import { describe, expect, it } from 'vitest';
import { bestThreshold, thresholdErrors } from '../../../../runner/analysis/stats/threshold.ts';
import { random } from '../../../../runner/core/random.ts';

const source = random(9);
const mask = Uint8Array.from({ length: 300 }, () => Number(source.uniform() < 0.2));
const activation = Float32Array.from(mask, (carries) => Math.round(10 * (source.normal() + carries)) / 10);

describe('bestThreshold', () => {
  it.each([1, -1] as const)('has the largest sensitivity + specificity of all thresholds, sign %i', (sign) => {
    const signed = activation.map((a) => sign * a);
    const youden = (threshold: number) => {
      const { sensitivity, specificity } = thresholdErrors(signed, mask, sign, threshold);
      return sensitivity + specificity;
    };
    const best = youden(bestThreshold(signed, mask, sign));
    expect(best).toBeCloseTo(Math.max(...[...signed].flatMap((a) => [youden(a - 0.01), youden(a + 0.01)])), 12);
    expect(best).toBeGreaterThan(1.3);
  });

  it('lies half-way between the feature and the rest where nothing overlaps', () => {
    expect(bestThreshold(Float32Array.of(1, 2, 4, 5), Uint8Array.of(0, 0, 1, 1), 1)).toBe(3);
    expect(bestThreshold(Float32Array.of(1, 2, 4, 5), Uint8Array.of(1, 1, 0, 0), -1)).toBe(3);
  });

  it('refuses a feature that all or no tokens carry', () => {
    expect(() => bestThreshold(Float32Array.of(1, 2), Uint8Array.of(0, 0), 1)).toThrow('got 0 and 2');
  });

  it('refuses an activation that is not a number', () => {
    expect(() => bestThreshold(Float32Array.of(1, Number.NaN), Uint8Array.of(0, 1), 1)).toThrow('got NaN');
  });
});

describe('thresholdErrors', () => {
  const four = Float32Array.of(0.1, 0.4, 0.6, 0.9);

  it('counts at and beyond the threshold, on the claimed side', () => {
    const errors = thresholdErrors(four, Uint8Array.of(0, 1, 0, 1), 1, Math.fround(0.6));
    expect(errors).toMatchObject({ sensitivity: 0.5, specificity: 0.5, precision: 0.5 });
    expect(thresholdErrors(four, Uint8Array.of(1, 1, 0, 0), -1, 0.5)).toMatchObject({
      sensitivity: 1,
      specificity: 1,
      precision: 1,
    });
  });

  it('has no precision when nothing is on the claimed side', () => {
    expect(thresholdErrors(four, Uint8Array.of(0, 1, 0, 1), 1, 2)).toMatchObject({ sensitivity: 0, precision: null });
  });
});
