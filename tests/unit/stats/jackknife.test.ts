import { describe, expect, it } from 'vitest';
import { areaInterval, jackknifeHalfWidth } from '../../../runner/stats/jackknife.ts';

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

  it('of an area is that of a mean around it', () => {
    const leftOut = [0.72, 0.74, 0.71, 0.75, 0.73];
    const half = jackknifeHalfWidth(leftOut);
    expect(areaInterval(0.73, leftOut)).toEqual([0.73 - half, 0.73 + half]);
  });

  it('keeps an area between 0 and 1, though what is measured may lie beyond', () => {
    const [low, high] = areaInterval(1.004, [1.01, 1.002, 0.999, 1.004, 1.006]);
    expect(low).toBeGreaterThan(0.98);
    expect(low).toBeLessThan(1);
    expect(high).toBe(1);
  });

  it('does not reach .5 for a neuron that tells the feature nearly always', () => {
    expect(areaInterval(0.994, [0.9999, 0.99, 0.998, 0.992, 0.9995, 0.985])[0]).toBeGreaterThan(0.95);
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
});
