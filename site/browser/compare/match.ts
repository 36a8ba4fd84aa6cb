/** The neuron of one network that behaves most like a neuron of another, over one text that both read. Pure. */

import { float32At } from '../../../runner/core/at.ts';
import type { QuantizedActivations } from '../../../runner/experiment/results/activations.ts';

/** A layer's activations with mean 0 and length 1 for each neuron: [neurons][tokens], constant neurons all 0. */
export interface StandardisedLayer {
  neurons: number;
  tokens: number;
  value: Float32Array;
}

export interface NeuronMatch {
  neuron: number;
  /** Pearson's r over the tokens. */
  correlation: number;
  /** The largest |r| of any neuron, over all shifts of the one reading against the other: what chance gives. */
  shifted: number;
}

/** So many shifts, so that a match above all of them has a rank probability of 1 in 20. */
export const shiftCount = 19;

/** The scale of the quantization cancels, so the integers do. */
export function standardised({ neurons, tokens, value }: Omit<QuantizedActivations, 'scale'>): StandardisedLayer {
  const result = new Float32Array(neurons * tokens);
  for (let neuron = 0; neuron < neurons; neuron++) {
    const row = value.subarray(neuron * tokens, (neuron + 1) * tokens);
    const mean = row.reduce((sum, v) => sum + v, 0) / tokens;
    const length = Math.sqrt(row.reduce((sum, v) => sum + (v - mean) ** 2, 0));
    if (length > 0)
      row.forEach((v, t) => {
        result[neuron * tokens + t] = (v - mean) / length;
      });
  }
  return { neurons, tokens, value: result };
}

/**
 * The neuron of `others` with the largest |r|; null when `neuron` never changes.
 * The shifts turn the reading around in a circle by k / (shiftCount + 1) of its length, k from 1: they keep how slowly a
 * neuron changes and break the link with the text.
 * @throws RangeError when the texts are of different lengths or there is no such neuron.
 */
export function bestMatch(own: StandardisedLayer, neuron: number, others: StandardisedLayer): NeuronMatch | null {
  const { tokens } = own;
  if (tokens !== others.tokens) throw new RangeError(`bestMatch: ${tokens} tokens against ${others.tokens}`);
  if (neuron >= own.neurons) throw new RangeError(`bestMatch: there is no neuron ${neuron} of ${own.neurons}`);
  const row = own.value.subarray(neuron * tokens, (neuron + 1) * tokens);
  if (row.every((v) => v === 0)) return null;
  const found = strongest(row, others);
  let shifted = 0;
  for (let k = 1; k <= shiftCount; k++) {
    const by = Math.round((k * tokens) / (shiftCount + 1));
    const turned = Float32Array.from(row, (_, t) => float32At(row, (t + by) % tokens));
    shifted = Math.max(shifted, Math.abs(strongest(turned, others).correlation));
  }
  return { ...found, shifted };
}

function strongest(row: Float32Array, { neurons, tokens, value }: StandardisedLayer): Omit<NeuronMatch, 'shifted'> {
  let best = { neuron: 0, correlation: 0 };
  for (let neuron = 0; neuron < neurons; neuron++) {
    let sum = 0;
    for (let t = 0; t < tokens; t++) sum += float32At(row, t) * float32At(value, neuron * tokens + t);
    if (Math.abs(sum) > Math.abs(best.correlation)) best = { neuron, correlation: sum };
  }
  return best;
}
