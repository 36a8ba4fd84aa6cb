/**
 * Where neurons stand so that those that are alike are near each other: on a plane, where those lie near that go up and
 * down together (distances far apart mean nothing), and in a row. Pure: the random numbers come from the seed.
 * Source: McInnes, Healy & Melville 2018 (UMAP), as umap-js computes it.
 */
import { agnes, type Cluster } from 'ml-hclust';
import { UMAP } from 'umap-js';
import { random } from '../core/random.ts';

/** Neighbours that count as near; UMAP's own default. */
const near = 15;

/**
 * @param correlations [neurons, neurons]; a pair is as near as its correlation is large, whatever its sign.
 * @returns [neurons][2], each coordinate between 0 and 1. Fewer than three neurons stand in a row.
 */
export function planeOf(correlations: Float32Array, neurons: number, seed: number): [x: number, y: number][] {
  if (neurons < 3) return Array.from({ length: neurons }, (_, neuron) => [(neuron + 0.5) / neurons, 0.5]);
  const count = Math.min(near, neurons - 1);
  const indices: number[][] = [];
  const distances: number[][] = [];
  for (let neuron = 0; neuron < neurons; neuron++) {
    const row = correlations.subarray(neuron * neurons, (neuron + 1) * neurons);
    const nearest = [...row]
      .map((correlation, other) => ({ other, distance: other === neuron ? 0 : 1 - Math.min(1, Math.abs(correlation)) }))
      .sort((a, b) => a.distance - b.distance || Number(b.other === neuron) - Number(a.other === neuron))
      .slice(0, count);
    indices.push(nearest.map(({ other }) => other));
    distances.push(nearest.map(({ distance }) => distance));
  }
  const { uniform } = random(seed, neurons);
  const umap = new UMAP({ nNeighbors: count, random: uniform, nEpochs: 300 });
  umap.setPrecomputedKNN(indices, distances);
  const placed = umap.fit(Array.from({ length: neurons }, (_, neuron) => [neuron]));
  return unitSquare(placed);
}

/** Shrinks both axes alike, so that shapes stay as they are. */
function unitSquare(points: readonly (readonly number[])[]): [number, number][] {
  const x = points.map(([first = 0]) => first);
  const y = points.map(([, second = 0]) => second);
  const [left, top] = [Math.min(...x), Math.min(...y)];
  const width = Math.max(Math.max(...x) - left, Math.max(...y) - top) || 1;
  return points.map(([first = 0, second = 0]) => [(first - left) / width, (second - top) / width]);
}

/**
 * The order in which a matrix of effects shows rows that are alike beside each other: the leaves of a hierarchical
 * clustering.
 * Source: Sokal & Michener 1958 (average linkage), as ml-hclust computes it.
 * @param rows vectors of equal length, at least one.
 * @returns each row's number once, alike ones side by side.
 */
export function clusterOrder(rows: readonly (readonly number[])[]): number[] {
  if (rows.length < 3) return [...rows.keys()];
  const tree = agnes(
    rows.map((row) => [...row]),
    { method: 'average' },
  );
  const order: number[] = [];
  const visit = (cluster: Cluster): void => {
    if (cluster.isLeaf) order.push(cluster.index);
    else for (const child of cluster.children) visit(child);
  };
  visit(tree);
  return order;
}
