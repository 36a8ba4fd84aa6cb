import { describe, expect, it } from 'vitest';
import { excerptPlacesOf, histogramBars, placeCounts, summaryOf } from '../../../../runner/analysis/atlas/profile.ts';
import { risingOrder } from '../../../../runner/analysis/stats/rising-order.ts';
import { mean, standardDeviation } from '../../../../runner/analysis/stats/summary.ts';
import { random } from '../../../../runner/core/random.ts';

const side = 12;

const { normal } = random(3);
const values = Float32Array.from({ length: 4000 }, () => Math.round(normal() * 200) / 100);
const scored = {
  positions: Int32Array.from(values.keys()),
  documents: Int32Array.from(values.keys(), (t) => Math.floor(t / 200)),
};

describe('the places of excerpts', () => {
  const places = excerptPlacesOf(risingOrder(values), scored, side, random(5));

  it('are so many of each kind, no two of which share a token', () => {
    for (const kind of ['highest', 'lowest', 'quantiles', 'random'] as const)
      expect(places[kind]).toHaveLength(placeCounts[kind]);
    const all = Object.values(places).flat();
    const positions = all.map((place) => scored.positions[place] ?? 0).sort((a, b) => a - b);
    for (const [index, position] of positions.slice(1).entries())
      expect(position - (positions[index] ?? 0)).toBeGreaterThan(2 * side);
  });

  it('begin with the highest and the lowest of all, the highest from different documents', () => {
    const firsts = [places.highest[0], places.lowest[0]].map((place = -1) => values[place]);
    expect(firsts).toEqual([Math.max(...values), Math.min(...values)]);
    expect(new Set(places.highest.map((place) => scored.documents[place])).size).toBe(placeCounts.highest);
  });

  it('are near the quantiles', () => {
    const [, , median = 0] = places.quantiles;
    expect(Math.abs((values[median] ?? 0) - (values.toSorted()[2000] ?? 0))).toBeLessThan(0.1);
  });

  it('are fewer, and do not fail, where the text is short', () => {
    const short = excerptPlacesOf(risingOrder(values.subarray(0, 40)), scored, side, random(5));
    expect(Object.values(short).flat().length).toBeLessThanOrEqual(2);
  });
});

describe('the summary of a neuron', () => {
  it('has the mean and the standard deviation of a sample, with n in the place of n - 1', () => {
    const list = [...values];
    const deviation = standardDeviation(list) * Math.sqrt((list.length - 1) / list.length);
    expect(summaryOf(values, null)).toMatchObject({
      mean: expect.closeTo(mean(list), 12),
      deviation: expect.closeTo(deviation, 12),
      lowest: Math.min(...list),
      highest: Math.max(...list),
    });
  });

  it('counts each token in one bar of the range, the ends included', () => {
    const bars = new Array(histogramBars).fill(0).with(0, 3).with(16, 1).with(31, 2);
    expect([...summaryOf(Float32Array.of(-1, -1, -0.95, 0, 0.99, 1), [-1, 1]).histogram]).toEqual(bars);
  });

  it.each([
    ['what is within a tenth of an end is saturated', [0.05, 0.5, 0.95, 0.99], [0, 1], { saturated: [0.25, 0.5] }],
    ['without a range the largest is the limit', [-3, 1, 2], null, { limits: [-3, 3], saturated: [NaN, NaN] }],
    ['one that never moves is dead', [0.4, 0.4, 0.4], [0, 1], { dead: true }],
    ['so is one that is nothing', [0, 0, 0], null, { dead: true }],
    ['one that hardly moves is not', [0.4, 0.41, 0.42], [0, 1], { dead: false }],
  ] as [string, number[], [number, number] | null, object][])('%s', (_, own, range, expected) => {
    expect(summaryOf(Float32Array.from(own), range)).toMatchObject(expected);
  });

  it('refuses what is not a number, and nothing', () => {
    for (const none of [[0, Number.NaN], []])
      expect(() => summaryOf(Float32Array.from(none), null)).toThrow(RangeError);
  });
});
