/**
 * How well activations tell a label within documents: of the pairs of a document's tokens whose labels differ, those whose
 * activations differ the same way (equal ones: half). Won over pairs is the AUC of a mask, and of levels Harrell's C. Pure.
 * Source: Harrell et al. 1982; the cells as strata, van Elteren 1960.
 */
import { DocumentMeans } from './document-means.ts';
import { mostLevels } from './levels.ts';
import { risingOrder } from './rising-order.ts';

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
 * @returns by cell what is won over the pairs.
 */
export function concordances(
  { values, rising }: RankedActivation,
  label: Int8Array,
  cells: Int8Array,
  tokens: number,
): DocumentMeans<number> {
  const documents = values.length / tokens;
  // [documents][cells]
  const won = new Float64Array(documents * mostLevels);
  const pairs = new Float64Array(won.length);
  // [documents][cells][levels] Tokens that are below the ones looked at, and those that equal them.
  const below = new Float64Array(documents * mostLevels ** 2);
  const equal = new Float64Array(below.length);
  for (let first = 0, end = 0; first < rising.length; first = end) {
    const value = values[rising[first]];
    for (; end < rising.length && values[rising[end]] === value; end++) {
      const t = rising[end];
      const [level, cell] = [label[t], cells[t]];
      if (level < 0 || cell < 0) continue;
      const place = Math.floor(t / tokens) * mostLevels + cell;
      const from = place * mostLevels;
      for (let other = 0; other < mostLevels; other++) {
        if (other < level) won[place] += below[from + other];
        if (other === level) continue;
        won[place] += equal[from + other] / 2;
        pairs[place] += below[from + other] + equal[from + other];
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
  const means = new DocumentMeans<number>();
  for (const [place, all] of pairs.entries()) {
    if (all > 0) means.add(place % mostLevels, Math.floor(place / mostLevels), won[place], all);
  }
  return means;
}
