import { describe, expect, it } from 'vitest';
import { histogramBars, summaryOf } from '../../../../runner/analysis/atlas/summary.ts';
import { random } from '../../../../runner/core/random.ts';

describe('summaryOf', () => {
  it('gives the mean and the standard deviation that two passes over the list give', () => {
    const { normal } = random(1);
    const values = Float32Array.from({ length: 500 }, () => 0.2 + 0.3 * normal());
    const list = [...values];
    const mean = list.reduce((a, b) => a + b, 0) / list.length;
    const variance = list.map((v) => (v - mean) ** 2).reduce((a, b) => a + b, 0) / list.length;
    const summary = summaryOf(values, null);
    expect(summary.mean).toBeCloseTo(mean, 12);
    expect(summary.deviation).toBeCloseTo(Math.sqrt(variance), 12);
    expect(summary.lowest).toBe(Math.min(...list));
    expect(summary.highest).toBe(Math.max(...list));
  });

  it('counts each token in one bar of the range, the ends included', () => {
    const { histogram } = summaryOf(Float32Array.of(-1, -1, -0.95, 0, 0.99, 1), [-1, 1]);
    expect(histogram).toHaveLength(histogramBars);
    expect([...histogram].reduce((a, b) => a + b)).toBe(6);
    expect(histogram[0]).toBe(3);
    expect(histogram[16]).toBe(1);
    expect(histogram[31]).toBe(2);
  });

  it('calls what lies within a tenth of the range of an end saturated', () => {
    const { saturated } = summaryOf(Float32Array.of(0.05, 0.5, 0.95, 0.99), [0, 1]);
    expect(saturated).toEqual({ low: 0.25, high: 0.5 });
  });

  it('takes the largest absolute value as limits, and no saturation, where there is no range', () => {
    const { limits, saturated } = summaryOf(Float32Array.of(-3, 1, 2), null);
    expect(limits).toEqual([-3, 3]);
    expect(saturated).toBeNull();
  });

  it('tells a neuron that hardly moves from one that does', () => {
    expect(summaryOf(new Float32Array(20).fill(0.4), [0, 1]).dead).toBe(true);
    expect(summaryOf(Float32Array.of(0.4, 0.41, 0.42), [0, 1]).dead).toBe(false);
    expect(summaryOf(new Float32Array(5), null).dead).toBe(true);
  });

  it('refuses what is not a number, and nothing', () => {
    expect(() => summaryOf(Float32Array.of(0, Number.NaN), null)).toThrow(RangeError);
    expect(() => summaryOf(new Float32Array(0), null)).toThrow(RangeError);
  });
});
