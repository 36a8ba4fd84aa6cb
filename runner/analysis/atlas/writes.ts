/**
 * What every neuron does to the next token through the decoder alone: the tokens whose logits a unit of its hidden state
 * raises and lowers most, against the mean over the vocabulary (softmax does not see a shift of all logits). Pure.
 * Source: Nostalgebraist 2020; Geva et al. 2022 (reading weights in the vocabulary's space).
 */
import { float32At, uint32At } from '../../core/at.ts';
import { risingOrder } from '../stats/rising-order.ts';

export interface Writes {
  /** [neurons, count] Token ids, the most raised first. */
  raised: Uint32Array;
  /** [neurons, count] Token ids, the most lowered first. */
  lowered: Uint32Array;
  /** [neurons, count] Logits per unit of hidden state, of `raised`. */
  raisedBy: Float32Array;
  /** [neurons, count] Logits per unit of hidden state, negative, of `lowered`. */
  loweredBy: Float32Array;
}

/**
 * @param decoder [vocabulary, units], row-major.
 * @param count tokens on each side, at most half of the vocabulary.
 */
export function writesOf(decoder: Float32Array, units: number, count: number): Writes {
  const vocabulary = decoder.length / units;
  const writes: Writes = {
    raised: new Uint32Array(units * count),
    lowered: new Uint32Array(units * count),
    raisedBy: new Float32Array(units * count),
    loweredBy: new Float32Array(units * count),
  };
  const column = new Float32Array(vocabulary);
  // In the order of the negated weights the highest comes first, and of equal ones the first token.
  const negated = new Float32Array(vocabulary);
  for (let neuron = 0; neuron < units; neuron++) {
    let sum = 0;
    for (let id = 0; id < vocabulary; id++) {
      const weight = float32At(decoder, id * units + neuron);
      column[id] = weight;
      negated[id] = -weight;
      sum += weight;
    }
    const mean = sum / vocabulary;
    const order = risingOrder(negated);
    for (let rank = 0; rank < count; rank++) {
      const high = uint32At(order, rank);
      const low = uint32At(order, vocabulary - 1 - rank);
      const at = neuron * count + rank;
      writes.raised[at] = high;
      writes.lowered[at] = low;
      writes.raisedBy[at] = float32At(column, high) - mean;
      writes.loweredBy[at] = float32At(column, low) - mean;
    }
  }
  return writes;
}
