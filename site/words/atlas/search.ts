/**
 * How strongly every neuron answers to token types that a reader chose, wherever in the observed text they stand. Pure.
 */

import type { SearchText, TypeSums } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { Atlas } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { at, float32At, float64At } from '../../../runner/core/at.ts';
import { integer } from '../../../runner/core/words.ts';

export type TypeScores = ReturnType<typeof effectOfTypes>;

/**
 * The same number as the effect of a feature that is decided by the token, but for rounding to a 254th of a type's range.
 * @param chosen places in the list of ranked types.
 */
export function effectOfTypes(
  { neurons, search }: Pick<Atlas, 'neurons'> & { search: NonNullable<Atlas['search']> },
  text: SearchText,
  shards: readonly TypeSums[],
  chosen: ReadonlySet<number>,
) {
  let pairs = 0;
  let tokens = 0;
  for (const [half, places] of text.texts.entries()) {
    const length = at(search.segments, half);
    for (let start = 0; start < places.length; start += length) {
      let carriers = 0;
      for (let t = start; t < start + length; t++) if (chosen.has(at(places, t))) carriers++;
      pairs += (carriers * (length - carriers)) / length;
      tokens += carriers;
    }
  }
  const areas = new Float64Array(neurons);
  for (const { first, count, sum, scale } of shards) {
    for (let type = 0; type < count; type++) {
      if (!chosen.has(first + type)) continue;
      const step = float32At(scale, type) / 127;
      for (let neuron = 0; neuron < neurons; neuron++) {
        areas[neuron] = float64At(areas, neuron) + at(sum, type * neurons + neuron) * step;
      }
    }
  }
  return {
    /** [N] Local AUC of the types' tokens, among those of the class in the same passage; NaN where nothing is compared. */
    areas: areas.map((sum) => (pairs === 0 ? Number.NaN : Math.max(0, Math.min(1, 0.5 + sum / pairs)))),
    /** Of those types. */
    tokens,
  };
}

/** @param tokens that match. */
export function overPattern({ search }: Pick<Atlas, 'search'>, tokens: number): string {
  const all = search?.among === 'text' ? 'tokens that are not white space' : 'tokens';
  const rare =
    search && search.ranked < search.tokens
      ? ` Tokens that occur fewer than ${search.least} times there take no part as chosen ones.`
      : '';
  return `Beside each neuron, the local AUC over the whole observed text: the chance that one of its ${integer(tokens)} matching tokens has a higher activation than another of the same passage, among ${integer(search?.tokens ?? 0)} ${all}.${rare}`;
}
