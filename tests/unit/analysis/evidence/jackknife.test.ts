import { describe, expect, it } from 'vitest';
import { areaInterval, jackknifeHalfWidth } from '../../../../runner/analysis/evidence/jackknife.ts';

describe('the jackknife', () => {
  it('of a mean is the interval of Student', () => {
    const values = [1, 4, 2, 8, 5];
    const sum = values.reduce((a, b) => a + b, 0);
    const leftOut = values.map((value) => (sum - value) / 4);
    const variance = values.reduce((a, b) => a + (b - sum / 5) ** 2, 0) / 4;
    // 2.776445: the .975 quantile of Student's t with 4 degrees of freedom.
    expect(jackknifeHalfWidth(leftOut)).toBeCloseTo(2.776445 * Math.sqrt(variance / 5), 5);
  });

  it('knows nothing from one document', () => {
    expect(jackknifeHalfWidth([0.3])).toBe(Number.POSITIVE_INFINITY);
  });

  it('keeps an area between 0 and 1, and the area inside its interval', () => {
    const [low, high] = areaInterval(0.97, [0.99, 0.95, 0.97, 0.999, 0.94]);
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(0.97);
    expect(high).toBeGreaterThan(0.97);
    expect(high).toBeLessThan(1);
  });

  it('is the same seen from the other side', () => {
    const areas = [0.7, 0.8, 0.75, 0.72];
    const [low, high] = areaInterval(0.74, areas);
    const [lowest, highest] = areaInterval(
      0.26,
      areas.map((area) => 1 - area),
    );
    expect(lowest).toBeCloseTo(1 - high, 12);
    expect(highest).toBeCloseTo(1 - low, 12);
  });

  it('stops short of a certainty that no text can give', () => {
    expect(areaInterval(1, [1, 1, 1])[0]).toBeCloseTo(0.999, 10);
  });
});
