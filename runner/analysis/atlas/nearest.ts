/**
 * Which neurons go up and down together: the correlations of all with all, each one's nearest, and a plane on which those lie near each
 * other that do; distances far apart mean nothing. The product of the standardised activations is computed by whoever asks, as it is
 * large. Pure: the random numbers come from the seed.
 * Source of the plane: McInnes, Healy & Melville 2018 (UMAP), as umap-js computes it.
 */
import { UMAP } from 'umap-js';
import { float32At, float64At, item } from '../../core/at.ts';
import { random } from '../../core/random.ts';

/**
 * Rows [neurons, tokens] / sqrt(tokens), each with mean 0 and norm 1 (or all 0 when the neuron never moves).
 * @param neurons how many; without any there are no rows.
 * @param activationOf [tokens] of each.
 */
export function standardised(neurons: number, activationOf: (neuron: number) => Float32Array): Float32Array {
  const tokens = neurons === 0 ? 0 : activationOf(0).length;
  const rows = new Float32Array(neurons * tokens);
  for (let neuron = 0; neuron < neurons; neuron++) {
    const activation = activationOf(neuron);
    let sum = 0;
    for (let t = 0; t < tokens; t++) sum += float32At(activation, t);
    const mean = sum / tokens;
    let squares = 0;
    for (let t = 0; t < tokens; t++) squares += (float32At(activation, t) - mean) ** 2;
    const norm = Math.sqrt(squares);
    if (norm === 0) continue;
    const row = rows.subarray(neuron * tokens, (neuron + 1) * tokens);
    for (let t = 0; t < tokens; t++) row[t] = (float32At(activation, t) - mean) / norm;
  }
  return rows;
}

export interface Near {
  neuron: number;
  /** Pearson's correlation, -1 to 1. */
  correlation: number;
}

/**
 * Each neuron's `count` nearest by the size of their correlation.
 * @param correlations [neurons, neurons].
 */
export function nearestByCorrelation(correlations: Float32Array, neurons: number, count: number): Near[][] {
  return Array.from({ length: neurons }, (_, neuron) => {
    const row = correlations.subarray(neuron * neurons, (neuron + 1) * neurons);
    const sizes = new Float64Array(neurons);
    for (let other = 0; other < neurons; other++) sizes[other] = Math.abs(float32At(row, other));
    sizes[neuron] = -1;
    const others = largestOf(sizes, Math.min(count, neurons - 1));
    return others.map((other) => ({ neuron: other, correlation: float32At(row, other) }));
  });
}

/** Indices of the `count` largest values, the largest first; of equal ones the first. A step a value where few are wanted. */
export function largestOf(values: Float64Array, count: number): number[] {
  const chosen: number[] = [];
  if (count < 1) return chosen;
  let least = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index++) {
    const value = float64At(values, index);
    const isFull = chosen.length === count;
    if (isFull && !(value > least)) continue;
    if (isFull) chosen.pop();
    let place = chosen.length;
    while (place > 0 && float64At(values, item(chosen, place - 1)) < value) place--;
    chosen.splice(place, 0, index);
    least = float64At(values, item(chosen, chosen.length - 1));
  }
  return chosen;
}

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
