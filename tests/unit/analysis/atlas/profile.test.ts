import { describe, expect, it } from 'vitest';
import { excerptPlacesOf, histogramBars, placeCounts, summaryOf } from '../../../../runner/analysis/atlas/profile.ts';
import { risingOrder } from '../../../../runner/analysis/stats/rising-order.ts';
import { random } from '../../../../runner/core/random.ts';

const side = 12;

const { normal } = random(3);
const values = Float32Array.from({ length: 4000 }, () => Math.round(normal() * 200) / 100);
const scored = {
  positions: Int32Array.from(values.keys()),
  documents: Int32Array.from(values.keys(), (t) => Math.floor(t / 200)),
};

describe('placesOf', () => {
  const places = excerptPlacesOf(risingOrder(values), scored, side, random(5));
  const all = Object.values(places).flat();

  it('gives so many places of each kind', () => {
    expect(places.highest).toHaveLength(placeCounts.highest);
    expect(places.lowest).toHaveLength(placeCounts.lowest);
    expect(places.quantiles).toHaveLength(placeCounts.quantiles);
    expect(places.random).toHaveLength(placeCounts.random);
  });

  it('lets no two excerpts share a token', () => {
    const positions = all.map((place) => scored.positions[place] ?? 0).sort((a, b) => a - b);
    for (const [index, position] of positions.entries()) {
      if (index > 0) expect(position - (positions[index - 1] ?? 0)).toBeGreaterThan(2 * side);
    }
  });

  it('begins with the highest and the lowest of all', () => {
    expect(values[places.highest[0] ?? 0]).toBe(Math.max(...values));
    expect(values[places.lowest[0] ?? 0]).toBe(Math.min(...values));
  });

  it('takes the highest from different documents', () => {
    expect(new Set(places.highest.map((place) => scored.documents[place])).size).toBe(placeCounts.highest);
  });

  it('takes quantiles from near the quantiles', () => {
    const sorted = [...values].sort((a, b) => a - b);
    const [, , median = 0] = places.quantiles;
    expect(Math.abs((values[median] ?? 0) - (sorted[2000] ?? 0))).toBeLessThan(0.1);
  });

  it('gives fewer, and does not fail, where the text is short', () => {
    const short = excerptPlacesOf(risingOrder(values.subarray(0, 40)), scored, side, random(5));
    expect(Object.values(short).flat().length).toBeLessThanOrEqual(2);
  });
});

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
    expect(saturated).toEqual([0.25, 0.5]);
  });

  it('takes the largest absolute value as limits, and no saturation, where there is no range', () => {
    const { limits, saturated } = summaryOf(Float32Array.of(-3, 1, 2), null);
    expect(limits).toEqual([-3, 3]);
    expect(saturated).toEqual([Number.NaN, Number.NaN]);
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
