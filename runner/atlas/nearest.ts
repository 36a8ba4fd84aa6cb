/**
 * Which neurons go up and down together: the correlations of all with all, and each one's nearest. The product of the
 * standardised activations is computed by whoever asks, as it is large. Pure.
 */
import { float32At } from '../core/at.ts';

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
export function nearestNeurons(correlations: Float32Array, neurons: number, count: number): Near[][] {
  return Array.from({ length: neurons }, (_, neuron) => {
    const row = correlations.subarray(neuron * neurons, (neuron + 1) * neurons);
    return [...row.entries()]
      .filter(([other]) => other !== neuron)
      .map(([other, correlation]) => ({ neuron: other, correlation }))
      .sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation) || a.neuron - b.neuron)
      .slice(0, count);
  });
}
