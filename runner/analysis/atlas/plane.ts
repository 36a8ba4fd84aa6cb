/**
 * Where neurons stand on a plane so that those lie near each other that go up and down together; distances far apart mean
 * nothing. Pure: the random numbers come from the seed.
 * Source: McInnes, Healy & Melville 2018 (UMAP), as umap-js computes it.
 */
import { UMAP } from 'umap-js';
import { float32At, float64At } from '../../core/at.ts';
import { random } from '../../core/random.ts';
import { largestOf } from './nearest.ts';

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
    const closeness = new Float64Array(neurons);
    for (let other = 0; other < neurons; other++) closeness[other] = Math.min(1, Math.abs(float32At(row, other))) - 1;
    // A neuron is nearest to itself, before those that are no further away.
    closeness[neuron] = Number.POSITIVE_INFINITY;
    const nearest = largestOf(closeness, count);
    indices.push(nearest);
    distances.push(nearest.map((other) => (other === neuron ? 0 : -float64At(closeness, other))));
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
