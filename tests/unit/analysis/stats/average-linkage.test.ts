import fc from 'fast-check';
import { expect, it } from 'vitest';
import { averageLinkage, clusterOrder } from '../../../../runner/analysis/stats/average-linkage.ts';
import { mean } from '../../../../runner/analysis/stats/summary.ts';
import { distance } from './reference.ts';

/** By the definition: all pairs of clusters, all pairs of their members, the nearest two merge. */
function heightsByDefinition(rows: readonly number[][]): number[] {
  const apart = (a: number[], b: number[]) => Math.hypot(...a.map((value, k) => value - (b[k] ?? Number.NaN)));
  let clusters = rows.map((row) => [row]);
  const heights: number[] = [];
  while (clusters.length > 1) {
    const pairs = clusters.flatMap((a, i) => clusters.slice(0, i).map((b) => ({ a, b })));
    const all = pairs.map(({ a, b }) => ({ a, b, height: mean(a.flatMap((x) => b.map((y) => apart(x, y)))) }));
    const { a, b, height } = all.reduce((best, each) => (each.height < best.height ? each : best));
    clusters = [...clusters.filter((each) => each !== a && each !== b), [...a, ...b]];
    heights.push(height);
  }
  return heights;
}

it('The chains give the merges of the definition', () => {
  const vector = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
  const holds = (drawn: number[][]) => {
    // Nudged apart: of equally near pairs either may merge first.
    const rows = drawn.map((row, i) => row.map((value, k) => value + 1e-3 * Math.sin(7 * i + 13 * k)));
    const heights = averageLinkage(rows).map(({ height }) => height);
    const sorted = heights.sort((a, b) => a - b);
    expect(distance(heightsByDefinition(rows), sorted)).toBeLessThan(1e-9);
  };
  fc.assert(fc.property(fc.array(vector, { minLength: 1, maxLength: 24 }), holds), { numRuns: 60 });
});

it('Rows that are alike stand side by side, the lower number first', () => {
  // 0 and 2 merge, then 5; 1 and 3; 4 is nearer to .1 (4.9) than to 10.5 (5.5).
  expect(clusterOrder([[0], [10], [0.1], [11], [5], [0.2]])).toEqual([0, 2, 5, 4, 1, 3]);
  expect([clusterOrder([[3]]), clusterOrder([])]).toEqual([[0], []]);
});

it('Equal rows come to an end', () => {
  const order = clusterOrder(Array.from({ length: 50 }, (_, row) => [row % 3]));
  expect(order.toSorted((a, b) => a - b)).toEqual([...Array(50).keys()]);
  expect(order.filter((row, place) => row % 3 !== (order[place - 1] ?? -1) % 3)).toHaveLength(3);
});
