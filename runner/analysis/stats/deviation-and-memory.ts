/** How widely and how slowly a neuron moves. Pure, float64. */
import { mean } from './summary.ts';

/**
 * @param values [segments x length] of one neuron.
 * @param length of a segment: the token before a segment's first is not its neighbour.
 * @returns the standard deviation over all tokens, and the correlation of a token with the one before it (0 of a neuron
 *   that does not move).
 */
export function deviationAndMemory(values: Float32Array, length: number): { deviation: number; memory: number } {
  const level = mean(values);
  let squares = 0;
  let products = 0;
  for (let t = 0; t < values.length; t++) {
    const deviation = values[t] - level;
    squares += deviation ** 2;
    if (t % length !== 0) products += deviation * (values[t - 1] - level);
  }
  return { deviation: Math.sqrt(squares / values.length), memory: squares === 0 ? 0 : products / squares };
}
