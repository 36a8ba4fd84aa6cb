import { describe, expect, it } from 'vitest';
import { relevance } from '../../../../runner/analysis/stats/relevance.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance, reference } from './reference.ts';

/** The definition written out plainly, position by position, as a second method. */
function naive(activations: number[][], mask: boolean[], segments: [number, number][], warmUp: number) {
  const prominence: number[] = [];
  const difference: number[] = [];
  for (const a of activations) {
    const bends: number[] = [];
    const inside: number[] = [];
    const outside: number[] = [];
    for (const [start, length] of segments) {
      const text = a.slice(start, start + length);
      text.forEach((value, t) => {
        if (t < warmUp) return;
        if (!mask[start + t]) {
          outside.push(value);
          return;
        }
        inside.push(value);
        const left = text[t - 1] ?? text[t + 1] ?? value;
        const right = text[t + 1] ?? text[t - 1] ?? value;
        bends.push(Math.abs(2 * value - left - right));
      });
    }
    const mean = (list: number[]) => list.reduce((x, y) => x + y, 0) / list.length;
    prominence.push(mean(bends));
    difference.push(Math.abs(mean(inside) - mean(outside)));
  }
  const sums = prominence.map((p, n) => p + (difference[n] ?? 0));
  return { prominence, difference, relevance: sums.map((s) => s / Math.max(...sums)) };
}

describe('relevance', () => {
  it('agrees with the reference numbers', () => {
    const result = relevance(reference.activations, reference.mask);
    expect(distance(result.prominence, reference.prominence)).toBeLessThan(1e-9);
    expect(distance(result.difference, reference.difference)).toBeLessThan(1e-9);
    expect(distance(result.relevance, reference.relevance)).toBeLessThan(1e-9);
  });

  it('agrees with a calculation by hand', () => {
    // Carriers 0 and 2. First neuron: |2*0 - 1 - 1| = 2 and |2*3 - 1 - 1| = 4, mean 3; means 1.5 and 1, difference 0.5.
    // Second: |2*1 - 1 - 1| = 0 twice; both means 1.
    const result = relevance(
      [
        [0, 1, 3, 1],
        [1, 1, 1, 1],
      ],
      [true, false, true, false],
    );
    expect([...result.prominence]).toEqual([3, 0]);
    expect([...result.difference]).toEqual([0.5, 0]);
    expect([...result.relevance]).toEqual([1, 0]);
  });

  it('agrees with a second method on random segments with a warm-up', () => {
    const { uniform } = random(1, 2);
    const segments: [number, number][] = [
      [0, 40],
      [40, 1],
      [45, 55],
    ];
    const activations = Array.from({ length: 9 }, () => Array.from({ length: 110 }, () => uniform() * 2 - 1));
    const mask = Array.from({ length: 110 }, () => uniform() < 0.3);
    for (const warmUp of [0, 3]) {
      const result = relevance(activations, mask, { segments, warmUp });
      const expected = naive(activations, mask, segments, warmUp);
      expect(distance(result.prominence, expected.prominence)).toBeLessThan(1e-12);
      expect(distance(result.difference, expected.difference)).toBeLessThan(1e-12);
      expect(distance(result.relevance, expected.relevance)).toBeLessThan(1e-12);
    }
  });

  it('mirrors the only neighbour at both ends of every segment', () => {
    const { prominence } = relevance([[5, 1, 7, 2]], [0, 1, 1, 0], {
      segments: [
        [0, 2],
        [2, 2],
      ],
    });
    // Position 1 sees 5 twice: |2 - 10| = 8; position 2 sees 2 twice: |14 - 4| = 10.
    expect([...prominence]).toEqual([9]);
  });

  it('lets warm-up tokens be neighbours but neither carriers nor rest', () => {
    const result = relevance([[9, 1, 2, 4]], [1, 1, 0, 0], { warmUp: 1 });
    expect([...result.prominence]).toEqual([Math.abs(2 - 9 - 2)]);
    expect([...result.difference]).toEqual([2]);
  });

  it('is undefined when nothing carries the feature', () => {
    const result = relevance([[1, 2, 3]], [0, 0, 0]);
    expect([...result.prominence, ...result.difference, ...result.relevance]).toEqual([NaN, NaN, NaN]);
  });

  it('is 0 when everything carries the feature, though the prominence is not', () => {
    const result = relevance([[1, 2, 1]], [1, 1, 1]);
    expect([...result.prominence]).toEqual([2]);
    expect([...result.difference, ...result.relevance]).toEqual([0, 0]);
  });

  it('is 0 when no neuron ever moves', () => {
    expect([...relevance([[1, 1, 1]], [1, 0, 0]).relevance]).toEqual([0]);
  });

  it('finds no prominence in a text of one token', () => {
    expect([...relevance([[4]], [true]).prominence]).toEqual([0]);
  });

  it('reads masks of booleans and of numbers alike, and typed arrays', () => {
    const rows = [Float32Array.of(0.5, 0.25, 1), Float32Array.of(1, 0, 1)];
    expect(relevance(rows, [true, false, false])).toEqual(relevance(rows, Uint8Array.of(1, 0, 0)));
  });

  it('refuses shapes that do not fit, naming the rule and the value', () => {
    expect(() => relevance([[1, 2]], [1])).toThrow(RangeError);
    expect(() => relevance([[1, 2]], [1])).toThrow('one activation per token of the mask (1), got 2 for neuron 0');
    expect(() => relevance([[1, 2]], [1, 0], { segments: [[0, 3]] })).toThrow('got start 0, length 3');
    expect(() =>
      relevance([[1, 2]], [1, 0], {
        segments: [
          [0, 2],
          [1, 1],
        ],
      }),
    ).toThrow('not overlap');
    expect(() => relevance([[1, 2]], [1, 0], { warmUp: -1 })).toThrow('warmUp must be');
  });
});
