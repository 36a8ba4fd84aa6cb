import { describe, expect, it } from 'vitest';
import { excerptPlacesOf, placeCounts } from '../../../../runner/analysis/atlas/places.ts';
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
  const places = excerptPlacesOf(risingOrder(values), scored, { random: random(5), side });
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
    const short = excerptPlacesOf(risingOrder(values.subarray(0, 40)), scored, { random: random(5), side });
    expect(Object.values(short).flat().length).toBeLessThanOrEqual(2);
  });
});
