/** How strongly the network above a neuron reads it. Pure. */
import { type Architecture, decoderWeight, layerParameters } from './architecture.ts';
import { valueNamed } from './program.ts';
import type { Weights } from './reading.ts';

/**
 * Euclidean norm of the weights that read each neuron's hidden state: the decoder's in the last layer, the next layer's
 * input weights below. A gate or a cell state acts through its neuron's hidden state, so the norm serves all components.
 * @returns [units].
 */
export function readerNorms({ layers, units }: Architecture, weights: Weights, layer: number): Float64Array {
  const { data } = valueNamed(weights, layer === layers ? decoderWeight : layerParameters(layer + 1).inputWeight);
  const squares = new Float64Array(units);
  for (let index = 0; index < data.length; index++) {
    const unit = index % units;
    squares[unit] = (squares[unit] as number) + (data[index] as number) ** 2;
  }
  return squares.map(Math.sqrt);
}
