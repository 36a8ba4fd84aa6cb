import fc from 'fast-check';
import { expect, it } from 'vitest';
import { averageLinkage, clusterOrder } from '../../../../runner/analysis/stats/average-linkage.ts';

/** By the definition: all pairs of clusters, all pairs of their members, the nearest two merge. */
function heightsByDefinition(rows: readonly (readonly number[])[]): number[] {
  const distance = (a: readonly number[], b: readonly number[]) =>
    Math.hypot(...a.map((value, k) => value - (b[k] ?? Number.NaN)));
  let clusters = rows.map((row) => [row]);
  const heights: number[] = [];
  while (clusters.length > 1) {
    let best = { height: Number.POSITIVE_INFINITY, a: 0, b: 0 };
    clusters.forEach((one, a) => {
      clusters.slice(0, a).forEach((other, b) => {
        const height =
          one.flatMap((x) => other.map((y) => distance(x, y))).reduce((sum, each) => sum + each, 0) /
          (one.length * other.length);
        if (height < best.height) best = { height, a, b };
      });
    });
    const merged = [...(clusters[best.a] ?? []), ...(clusters[best.b] ?? [])];
    clusters = [...clusters.filter((_, each) => each !== best.a && each !== best.b), merged];
    heights.push(best.height);
  }
  return heights;
}

it('The chains give the merges of the definition', () => {
  const vector = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(vector, { minLength: 1, maxLength: 24 }), (drawn) => {
      // Nudged apart: of equally near pairs either may merge first.
      const rows = drawn.map((row, i) => row.map((value, k) => value + 1e-3 * Math.sin(7 * i + 13 * k)));
      const heights = averageLinkage(rows)
        .map(({ height }) => height)
        .sort((a, b) => a - b);
      const expected = heightsByDefinition(rows);
      expect(heights).toHaveLength(expected.length);
      for (const [merge, height] of heights.entries()) expect(height).toBeCloseTo(expected[merge] ?? Number.NaN, 9);
    }),
    { numRuns: 60 },
  );
});

it('Rows that are alike stand side by side, the lower number first', () => {
  const rows = [[0], [10], [0.1], [11], [5], [0.2]];
  // 0 and 2 merge, then 5; 1 and 3; 4 is nearer to .1 (4.9) than to 10.5 (5.5).
  expect(clusterOrder(rows)).toEqual([0, 2, 5, 4, 1, 3]);
  expect(clusterOrder([[3]])).toEqual([0]);
  expect(clusterOrder([])).toEqual([]);
});

it('Equal rows come to an end', () => {
  const order = clusterOrder(Array.from({ length: 50 }, (_, row) => [row % 3]));
  expect([...order].sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
  expect(order.map((row) => row % 3).filter((value, place, all) => value !== all[place - 1])).toHaveLength(3);
});
