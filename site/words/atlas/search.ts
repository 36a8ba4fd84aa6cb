/**
 * How strongly every neuron answers to what a reader chose, over the whole observed text: to token types, wherever they
 * stand, or to a stretch, beside all that was read. Pure.
 */

import type { SearchText, TypeSums } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { Atlas } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { at, float32At, float64At } from '../../../runner/core/at.ts';
import { counted, integer } from '../../../runner/core/words.ts';

export interface TypeScores {
  /** [N] Local AUC of the types' tokens, among those of the class in the same passage; NaN where nothing is compared. */
  areas: Float64Array;
  /** Tokens of those types. */
  tokens: number;
}

/**
 * The same number as the effect of a feature that is decided by the token, but for rounding to a 254th of a type's range.
 * @param chosen places in the list of ranked types.
 */
export function effectOfTypes(
  { neurons, search }: Pick<Atlas, 'neurons'> & { search: NonNullable<Atlas['search']> },
  text: SearchText,
  shards: readonly TypeSums[],
  chosen: ReadonlySet<number>,
): TypeScores {
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
    areas: areas.map((sum) => (pairs === 0 ? Number.NaN : Math.max(0, Math.min(1, 0.5 + sum / pairs)))),
    tokens,
  };
}

/**
 * The share of the observed text's tokens at which a neuron is lower than at this activation, half of the equal ones
 * counted: between the published quantiles, in proportion.
 * @param quantiles [levels] of one neuron, rising.
 */
export function shareBelow(value: number, quantiles: ArrayLike<number>, levels: readonly number[]): number {
  const last = levels.length - 1;
  const quantile = (index: number): number => at(quantiles, index);
  const level = (index: number): number => at(levels, index);
  let low = 0;
  while (low <= last && quantile(low) < value) low++;
  let high = low;
  while (high <= last && quantile(high) === value) high++;
  // Several quantiles lie at this very value: what equals it is between the first and the last of them.
  if (high > low) return (level(low) + level(high - 1)) / 2;
  if (low === 0) return 0;
  if (low > last) return 1;
  const share = (value - quantile(low - 1)) / (quantile(low) - quantile(low - 1));
  return level(low - 1) + share * (level(low) - level(low - 1));
}

/**
 * For each neuron the mean of that share over the chosen tokens: the chance that a chosen token's activation is above that
 * of a token of the observed text, an AUC.
 * @param activation of a neuron at each chosen token.
 */
export function areasOverText(
  neurons: number,
  positions: readonly number[],
  activation: (neuron: number, position: number) => number,
  { quantiles, levels }: { quantiles: Float32Array; levels: readonly number[] },
): Float64Array {
  return Float64Array.from({ length: neurons }, (_, neuron) => {
    const own = quantiles.subarray(neuron * levels.length, (neuron + 1) * levels.length);
    const sum = positions.reduce((total, t) => total + shareBelow(activation(neuron, t), own, levels), 0);
    return sum / positions.length;
  });
}

/** Over the shown text, where there is no more to be had. */
export const overShown =
  'Beside each neuron, the area under the curve (AUC) over this text: the chance that a chosen token’s activation is higher than another token’s.';

export const overStretch = ({ tokens }: Pick<Atlas, 'tokens'>): string =>
  `Beside each neuron, the area under the curve (AUC) over the whole observed text: the chance that a chosen token’s activation is higher than that of any of its ${counted(tokens, 'token')}.`;

export function overPattern({ search }: Pick<Atlas, 'search'>, { tokens, of }: { tokens: number; of: number }): string {
  const all = search?.among === 'text' ? 'tokens that are not white space' : 'tokens';
  const rare =
    search && search.ranked < search.tokens
      ? ` Tokens that occur fewer than ${search.least} times there take no part as chosen ones.`
      : '';
  return `Beside each neuron, the local AUC over the whole observed text: the chance that one of its ${integer(tokens)} matching tokens has a higher activation than another of the same passage, among ${integer(of)} ${all}.${rare}`;
}
