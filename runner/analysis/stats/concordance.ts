/**
 * How well activations tell a label within documents: of the pairs of a document's tokens whose labels differ, those whose
 * activations differ the same way (equal ones: half). Won over pairs is the AUC of a mask, and of levels Harrell's C. Pure.
 * Source: Harrell et al. 1982; the cells as strata, van Elteren 1960.
 */
import { risingOrder } from './rising-order.ts';

/** Levels of a label, and of what it is compared within, at most: 0 to 4. */
export const mostLevels = 5;

/** Of the pairs of one cell. */
export interface Concordance {
  /** [documents] */
  won: Float64Array;
  pairs: Float64Array;
}

/** A neuron's activations, [tokens], and the tokens from its lowest to its highest. */
export interface RankedActivation {
  values: Float32Array;
  rising: Uint32Array;
}

export const rankedActivation = (values: Float32Array): RankedActivation => ({ values, rising: risingOrder(values) });

/**
 * @param label [tokens] 0 to 4; below 0 a token takes no part.
 * @param cells [tokens] 0 to 4, within which pairs are compared; below 0 a token takes no part.
 * @param tokens of a document.
 * @returns [cells]
 */
export function concordances(
  { values, rising }: RankedActivation,
  label: Int8Array,
  cells: Int8Array,
  tokens: number,
): Concordance[] {
  const documents = values.length / tokens;
  const found = Array.from({ length: mostLevels }, () => ({
    won: new Float64Array(documents),
    pairs: new Float64Array(documents),
  }));
  // [documents][cells][levels] Tokens that are below the ones looked at, and those that equal them.
  const below = new Float64Array(documents * mostLevels ** 2);
  const equal = new Float64Array(below.length);
  for (let first = 0, end = 0; first < rising.length; first = end) {
    const value = values[rising[first]];
    for (; end < rising.length && values[rising[end]] === value; end++) {
      const t = rising[end];
      const [level, cell] = [label[t], cells[t]];
      if (level < 0 || cell < 0) continue;
      const document = Math.floor(t / tokens);
      const from = (document * mostLevels + cell) * mostLevels;
      let won = 0;
      for (let other = 0; other < mostLevels; other++) {
        if (other < level) won += below[from + other];
        if (other !== level) won += equal[from + other] / 2;
      }
      found[cell].won[document] += won;
      for (let other = 0; other < mostLevels; other++) {
        if (other !== level) found[cell].pairs[document] += below[from + other] + equal[from + other];
      }
      equal[from + level]++;
    }
    for (let i = first; i < end; i++) {
      const t = rising[i];
      if (label[t] < 0 || cells[t] < 0) continue;
      const place = (Math.floor(t / tokens) * mostLevels + cells[t]) * mostLevels + label[t];
      below[place] += equal[place];
      equal[place] = 0;
    }
  }
  return found;
}
