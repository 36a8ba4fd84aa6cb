/**
 * Which neurons go up and down together: the correlations of all with all, and each one's nearest. The product of the
 * standardised activations is computed by whoever asks, as it is large. Pure.
 */
import { float32At, float64At, item } from '../../core/at.ts';

/**
 * Rows [neurons, tokens] / sqrt(tokens), each with mean 0 and norm 1 (or all 0 when the neuron never moves).
 * @param activations [neurons] each [tokens]; without neurons there are no rows.
 */
export function standardised(activations: readonly Float32Array[]): Float32Array {
  const [first] = activations;
  if (first === undefined) return new Float32Array(0);
  const tokens = first.length;
  const rows = new Float32Array(activations.length * tokens);
  activations.forEach((activation, neuron) => {
    let sum = 0;
    for (let t = 0; t < tokens; t++) sum += float32At(activation, t);
    const mean = sum / tokens;
    let squares = 0;
    for (let t = 0; t < tokens; t++) squares += (float32At(activation, t) - mean) ** 2;
    const norm = Math.sqrt(squares);
    if (norm === 0) return;
    const row = rows.subarray(neuron * tokens, (neuron + 1) * tokens);
    for (let t = 0; t < tokens; t++) row[t] = (float32At(activation, t) - mean) / norm;
  });
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
