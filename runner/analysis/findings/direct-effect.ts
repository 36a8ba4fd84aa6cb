/**
 * What a neuron does to the next token through the decoder alone: the tokens whose logits it raises and lowers most. Pure.
 * Source: Nostalgebraist 2020 and Geva et al. 2022 (reading weights in the vocabulary's space).
 */
import { z } from 'zod';
import { at, float32At, item } from '../../core/at.ts';
import { mean } from '../stats/summary.ts';
import { placeOf } from './arrays.ts';
import { choice } from './choice.ts';
import { finding } from './finding.ts';
import { type DirectEffect, directEffectSchema } from './shown-schema.ts';

const criteria = {
  /** Of so many tokens on each side. */
  shownTokens: 10,
  /** A gate's effect has a direction only where the hidden state that it scales nearly always has the same sign. */
  sameSign: 0.95,
  /** So many tokens tell whether it does. */
  looked: 16_384,
} as const;
const { shownTokens, sameSign, looked } = criteria;

/** [claims] Only the last layer reaches the decoder; of the others nothing is said. */
export const directEffect = finding({
  name: 'directEffect',
  title: 'Reading the decoder weights',
  published: 'claim',
  criteria,
  inputs: [choice],
  reads: ['recorded'],
  schema: z.array(directEffectSchema.nullable()),
  async compute({
    bench: { input },
    found: {
      choice: { claims },
    },
    readings,
  }) {
    const found = claims.map((): DirectEffect | null => null);
    const places = claims.map(({ neuron }) => placeOf(input.arrays, neuron));
    for (const [array, own] of Map.groupBy(places.keys(), (index) => item(places, index).array)) {
      const { decoder, component, layer } = array;
      if (decoder === undefined) continue;
      const neurons = await readings.recorded({ component: 'hidden', layer }, looked);
      for (const index of own) {
        const { neuron } = item(places, index);
        const direction = directionOf(component, item(neurons, neuron));
        if (direction !== null) found[index] = throughDecoder(decoder, input.vocabulary, neuron, direction);
      }
    }
    return found;
  },
});

/**
 * Whether more of a component means more (1) or less (-1) of its neuron's hidden state; null where it depends.
 * - hidden, cell, candidate, preactivation: more of it is always more of the hidden state (the factors between are
 *   positive).
 * - an LSTM's output gate scales the hidden state, so it has the sign of that, where that hardly changes.
 * - the other gates weigh the new against the old: it depends.
 * @param hidden the neuron's hidden state on any text, looked at for the output gate alone.
 */
export function directionOf(component: string, hidden: Float32Array): 1 | -1 | null {
  if (['hidden', 'cell', 'candidate', 'preactivation'].includes(component)) return 1;
  if (component !== 'output') return null;
  let positive = 0;
  for (let t = 0; t < hidden.length; t++) if (float32At(hidden, t) > 0) positive++;
  const share = positive / hidden.length;
  if (share >= sameSign) return 1;
  return share <= 1 - sameSign ? -1 : null;
}

/**
 * The neuron's column of the decoder, centred over the vocabulary (softmax does not see a shift of all logits).
 * Weights are logits per unit of the hidden state, times the direction: their order holds for every component with a
 * direction, their size for the hidden state.
 * @param decoder [vocabulary, units], row-major.
 * @param vocabulary tokens by id.
 */
export function throughDecoder(
  decoder: Float32Array,
  vocabulary: readonly string[],
  neuron: number,
  direction: 1 | -1,
): DirectEffect {
  const units = decoder.length / vocabulary.length;
  const column = vocabulary.map((token, id) => ({ token, weight: direction * at(decoder, id * units + neuron) }));
  const middle = mean(column.map(({ weight }) => weight));
  const sorted = column
    .map(({ token, weight }) => ({ token, weight: weight - middle }))
    .sort((a, b) => b.weight - a.weight);
  const most = Math.min(shownTokens, Math.floor(sorted.length / 2));
  return { promoted: sorted.slice(0, most), suppressed: sorted.slice(-most).reverse() };
}
