import { describe, expect, it } from 'vitest';
import { largestOf, nearestByCorrelation, planeOf, standardised } from '../../../../runner/analysis/atlas/nearest.ts';
import { pointBiserial } from '../../../../runner/analysis/stats/correlation.ts';
import { mean } from '../../../../runner/analysis/stats/summary.ts';
import { item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { product } from '../stats/reference.ts';

const { normal, uniform } = random(2);
const binary = Float32Array.from({ length: 300 }, () => (uniform() < 0.3 ? 1 : 0));
const noisy = Float32Array.from(binary, (value) => -value + 0.5 * normal());
const other = Float32Array.from(binary, () => normal());

it("standardised rows have Pearson's correlation as their product, and 0 where a neuron never moves", () => {
  const still = new Float32Array(300).fill(2);
  const rows = standardised(4, (neuron) => item([binary, noisy, other, still], neuron));
  const correlations = product(rows, 4);
  const mask = Uint8Array.from(binary);
  const expected = [1, pointBiserial(noisy, mask), pointBiserial(other, mask), 0];
  expect([...correlations.subarray(0, 4)]).toEqual(expected.map((each) => expect.closeTo(each, 5)));
});

it('the nearest are ordered by the size of the correlation, whatever its sign, without the neuron itself', () => {
  const near = nearestByCorrelation(Float32Array.of(1, -0.8, 0.3, -0.8, 1, 0.1, 0.3, 0.1, 1), 3, 5);
  const told = near.map((own) =>
    own.map(({ neuron, correlation }) => `${neuron} ${correlation.toFixed(3)}`).join(', '),
  );
  expect(told).toEqual(['1 -0.800, 2 0.300', '0 -0.800, 2 0.100', '0 0.300, 1 0.100']);
});

it('the largest are the head of the sorted list, equal ones in their own order', () => {
  const values = Float64Array.from({ length: 400 }, () => Math.round(20 * uniform()) - 10);
  const sorted = [...values.keys()].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
  for (const count of [0, 1, 15, 400, 500]) expect(largestOf(values, count)).toEqual(sorted.slice(0, count));
});

/** Two groups of neurons, correlated within and hardly between. */
const neurons = 60;
const { uniform: draw } = random(9);
const correlations = new Float32Array(neurons ** 2);
for (let i = 0; i < neurons; i++) {
  for (let j = 0; j <= i; j++) {
    const size = i % 2 === j % 2 ? 0.8 + 0.1 * draw() : 0.05 * draw();
    correlations[i * neurons + j] = i === j ? 1 : size * (draw() < 0.5 ? -1 : 1);
    correlations[j * neurons + i] = correlations[i * neurons + j] ?? 0;
  }
}
const distance = ([a, b]: readonly number[] = [], [c, d]: readonly number[] = []) =>
  Math.hypot((a ?? 0) - (c ?? 0), (b ?? 0) - (d ?? 0));

describe('planeOf', () => {
  const plane = planeOf(correlations, neurons, 0);

  it('puts each neuron nearer to those of its group than to the others', () => {
    const couples = plane.flatMap((a, i) =>
      plane.slice(0, i).map((b, j) => ({ own: i % 2 === j % 2, far: distance(a, b) })),
    );
    const apart = (among: boolean) => mean(couples.filter(({ own }) => own === among).map(({ far }) => far));
    expect(apart(true)).toBeLessThan(0.6 * apart(false));
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
