/**
 * Which neuron goes with one label while another stays the same. What a neuron comes to at the tokens of a document at which both say the
 * same is all that matters, so that only tokens at which they do not say what they usually say there are looked at. Pure.
 */
import { mostLevels } from './levels.ts';
import type { Activations } from './tested-text.ts';

export interface NeuronSums {
  activations: Activations;
  /** Of a document. */
  tokens: number;
  /** [neurons, documents] */
  sums: Float64Array;
  /** [neurons] The root of the sum of squares about the mean. */
  spreads: Float64Array;
}

export function neuronSums(activations: Activations, tokens: number): NeuronSums {
  const documents = (activations[0]?.length ?? 0) / tokens;
  const sums = new Float64Array(activations.length * documents);
  const spreads = Float64Array.from(activations, (values, neuron) => {
    let [all, square] = [0, 0];
    for (let t = 0, document = neuron * documents; t < values.length; document++) {
      let sum = 0;
      for (const end = t + tokens; t < end; t++) {
        sum += values[t];
        square += values[t] ** 2;
      }
      sums[document] = sum;
      all += sum;
    }
    return Math.sqrt(square - all ** 2 / values.length);
  });
  return { activations, tokens, sums, spreads };
}

/** Pairs of levels, and one kind more: tokens at which a label says nothing. */
const kinds = mostLevels ** 2 + 1;
const none = kinds - 1;

/**
 * The neuron that goes with the rival, the label held still, by so much more than with the label, the rival held still.
 * @param rival [tokens] 0 to 4; below 0 nothing is said.
 * @param label as `rival`.
 */
export function followerOf(
  { activations, tokens, sums, spreads }: NeuronSums,
  { rival, label }: Record<'rival' | 'label', Int8Array>,
): { neuron: number; sign: 1 | -1 } {
  const documents = label.length / tokens;
  const kindOf = Uint8Array.from(label, (level, t) =>
    level < 0 || rival[t] < 0 ? none : rival[t] * mostLevels + level,
  );
  const counts = new Float64Array(documents * kinds);
  for (const [t, kind] of kindOf.entries()) counts[Math.floor(t / tokens) * kinds + kind]++;
  const [ofRival, ofLabel] = [centred(counts, mostLevels), centred(counts, 1)];
  const usual = Int32Array.from({ length: documents }, (_, document) => {
    const own = counts.subarray(document * kinds, (document + 1) * kinds);
    return document * kinds + own.indexOf(Math.max(...own));
  });
  const unusual = Int32Array.from(kindOf.keys()).filter((t) => {
    const document = Math.floor(t / tokens);
    return document * kinds + kindOf[t] !== usual[document];
  });
  const weightsOf = (own: Float64Array) => ({
    usual: Float64Array.from(usual, (kind) => own[kind]),
    unusual: Float64Array.from(unusual, (t) => {
      const document = Math.floor(t / tokens);
      return own[document * kinds + kindOf[t]] - own[usual[document]];
    }),
  });
  const [following, telling] = [weightsOf(ofRival), weightsOf(ofLabel)];
  let [best, most]: [{ neuron: number; sign: 1 | -1 }, number] = [{ neuron: 0, sign: 1 }, Number.NEGATIVE_INFINITY];
  for (const [neuron, values] of activations.entries()) {
    let [follows, tells] = [0, 0];
    for (let document = 0; document < documents; document++) {
      const sum = sums[neuron * documents + document];
      follows += following.usual[document] * sum;
      tells += telling.usual[document] * sum;
    }
    for (let i = 0; i < unusual.length; i++) {
      const value = values[unusual[i]];
      follows += following.unusual[i] * value;
      tells += telling.unusual[i] * value;
    }
    const by = spreads[neuron] > 0 ? (Math.abs(follows) - Math.abs(tells)) / spreads[neuron] : 0;
    if (by > most) [best, most] = [{ neuron, sign: spreads[neuron] > 0 && follows < 0 ? -1 : 1 }, by];
  }
  return best;
}

/**
 * A label's levels less their mean among the tokens of a document at which the other label is the same; of length 1 over all tokens.
 * @param counts [documents, kinds].
 * @param step by which a kind grows with the label's level.
 */
function centred(counts: Float64Array, step: number): Float64Array {
  const rest = new Float64Array(counts.length);
  const other = mostLevels + 1 - step;
  let squares = 0;
  for (let document = 0; document < counts.length; document += kinds) {
    for (let cell = document; cell < document + mostLevels * other; cell += other) {
      let [sum, count] = [0, 0];
      for (let level = 0; level < mostLevels; level++) {
        sum += level * counts[cell + level * step];
        count += counts[cell + level * step];
      }
      for (let level = 0; level < mostLevels && count > 0; level++) {
        const own = level - sum / count;
        rest[cell + level * step] = own;
        squares += counts[cell + level * step] * own ** 2;
      }
    }
  }
  return squares === 0 ? rest : rest.map((each) => each / Math.sqrt(squares));
}
