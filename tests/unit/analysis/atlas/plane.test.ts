import { describe, expect, it } from 'vitest';
import { planeOf } from '../../../../runner/analysis/atlas/plane.ts';
import { random } from '../../../../runner/core/random.ts';

/** Two groups of neurons, correlated within and hardly between. */
const neurons = 60;
const { uniform } = random(9);
const correlations = new Float32Array(neurons ** 2);
for (let i = 0; i < neurons; i++) {
  for (let j = 0; j <= i; j++) {
    const size = i % 2 === j % 2 ? 0.8 + 0.1 * uniform() : 0.05 * uniform();
    correlations[i * neurons + j] = i === j ? 1 : size * (uniform() < 0.5 ? -1 : 1);
    correlations[j * neurons + i] = correlations[i * neurons + j] ?? 0;
  }
}
const distance = ([a, b]: readonly number[] = [], [c, d]: readonly number[] = []) =>
  Math.hypot((a ?? 0) - (c ?? 0), (b ?? 0) - (d ?? 0));

describe('planeOf', () => {
  const plane = planeOf(correlations, neurons, 0);

  it('puts each neuron nearer to those of its group than to the others', () => {
    const mean = (own: boolean) => {
      const pairs = plane.flatMap((a, i) =>
        plane.flatMap((b, j) => (i !== j && (i % 2 === j % 2) === own ? [distance(a, b)] : [])),
      );
      return pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
    };
    expect(mean(true)).toBeLessThan(0.6 * mean(false));
  });

  it('stays within the unit square, and is the same each time', () => {
    for (const point of plane) for (const value of point) expect(value >= 0 && value <= 1).toBe(true);
    expect(planeOf(correlations, neurons, 0)).toEqual(plane);
    expect(planeOf(correlations, neurons, 1)).not.toEqual(plane);
  });

  it('stands one or two neurons in a row', () => {
    expect(planeOf(Float32Array.of(1), 1, 0)).toEqual([[0.5, 0.5]]);
    expect(planeOf(Float32Array.of(1, 0, 0, 1), 2, 0)).toHaveLength(2);
  });
});
