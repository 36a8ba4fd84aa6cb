/**
 * The size of an effect: the AUC with segments as strata, and its interval; of numbers the rank correlation, as an area. Pure.
 * Nothing is subtracted for chance. The methods page has the formula (site/pages/_methods.mdx, Effect).
 * Source: van Elteren 1960 (pooling two-sample ranks over strata); Spearman 1904.
 */
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { placesOf } from './carriers.ts';
import { DocumentMeans, type Estimate } from './document-means.ts';
import { segmentRanks, squaresWithin } from './ranks.ts';
import { areaInterval, asArea } from './summary.ts';
import { type NotTestable, whyNotTestable } from './testable.ts';
import type { PermutationBlocks, TestedText } from './tested-text.ts';

export interface LocalEffect {
  /**
   * .5 + T / pairs; below .5 is lower at the feature. Of numbers (1 + rho) / 2, rho the rank correlation T / root of (sum of r
   * squared x sum of s squared): its logit is twice Fisher's z of rho.
   */
  localAuc: number;
  /** 95%, by the document jackknife. */
  interval: [low: number, high: number];
  /** Documents (or segments, where these are swapped) in which both carriers and rest occur, or the number varies. */
  documents: number;
}

/**
 * The pairs that each unit's segments hold: sum over its segments of carriers x rest / L. T over their sum is the AUC
 * of pairs within segments, minus .5.
 * @param places of the tokens that carry the feature, rising.
 * @returns [units].
 */
export function pairsWithin(places: Int32Array, { count, tokens, segment }: PermutationBlocks): Float64Array {
  const pairs = new Float64Array(count);
  for (let first = 0, last = 0; first < places.length; first = last) {
    const start = places[first] - (places[first] % segment);
    while (last < places.length && places[last] < start + segment) last++;
    const carriers = last - first;
    pairs[Math.floor(start / tokens)] += (carriers * (segment - carriers)) / segment;
  }
  return pairs;
}

/**
 * What T is divided by, [units] each, added up over the units: the pairs of a mask; or the squares of numbers' scores and of
 * the activation's ranks, of which the root of the product is taken, twice.
 */
export type Divisors = readonly [Float64Array] | readonly [ofNumbers: Float64Array, ofRanks: Float64Array];

/** @param ranks [tokens] of the activation, as from `segmentRanks`. */
export const divisorsOf = (values: FeatureValues, ranks: Float32Array, units: PermutationBlocks): Divisors =>
  areNumbers(values)
    ? [squaresWithin(segmentRanks(values, units.segment), units), squaresWithin(ranks, units)]
    : [pairsWithin(placesOf(values), units)];

/** The divisor from what was added up over units. A correlation of 1 is as far from .5 as an area of 1. */
export const divisor = (own: number, ranks?: number): number =>
  ranks === undefined ? own : 2 * Math.sqrt(own * ranks);

/** What a neuron's ranks come to at the feature of each unit, T, [units]; of numbers the sums of their products with the scores. */
export function sumsWithin(ranks: Float32Array, values: FeatureValues, units: PermutationBlocks): Float64Array {
  const { count, tokens } = units;
  const weights = areNumbers(values) ? segmentRanks(values, units.segment) : values;
  const sums = new Float64Array(count);
  for (let unit = 0; unit < count; unit++) {
    let sum = 0;
    for (let t = unit * tokens; t < (unit + 1) * tokens; t++) sum += ranks[t] * weights[t];
    sums[unit] = sum;
  }
  return sums;
}

/**
 * The area, and that without each unit that takes part, in their order.
 * @param sums [units] as T.
 */
export function areas(sums: Float64Array, [own, ranks]: Divisors): { area: number; leftOut: Float64Array } {
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
  const [won, held, squares] = [total(sums), total(own), ranks && total(ranks)];
  const divided = (value: number, a: number, b?: number): number => 0.5 + value / divisor(a, b);
  const taking = [...own.keys()].filter((unit) => own[unit] > 0);
  return {
    area: divided(won, held, squares),
    leftOut: Float64Array.from(taking, (unit) =>
      divided(
        won - sums[unit],
        held - own[unit],
        squares === undefined || ranks === undefined ? undefined : squares - ranks[unit],
      ),
    ),
  };
}

/**
 * The effect of one neuron for one feature on a text.
 * @param activation [tokens] of one neuron.
 * @param values [tokens], of a mask not 0 where a token carries the feature.
 * @param units whose segments are the stretches within which tokens are compared.
 * @returns the reason when the text is too small to tell.
 * @throws RangeError when an activation is not a number.
 */
export function localEffect(
  activation: Float32Array,
  values: FeatureValues,
  units: PermutationBlocks,
): LocalEffect | NotTestable {
  const reason = whyNotTestable(values, units);
  if (reason !== null) return reason;
  const ranks = segmentRanks(activation, units.segment);
  const divisors = divisorsOf(values, ranks, units);
  const { area, leftOut } = areas(sumsWithin(ranks, values, units), divisors);
  return { localAuc: asArea(area), interval: areaInterval(area, leftOut), documents: leftOut.length };
}

/**
 * Least squares of both less their means in the segment, all segments together, with the interval of the document jackknife.
 * @param activation [tokens].
 * @param numbers [tokens]; NaN where a token takes no part.
 * @returns null where the number varies within fewer than two documents.
 */
export function localSlope(
  activation: Float32Array,
  numbers: Float32Array,
  { length, segments }: Pick<TestedText, 'length' | 'segments'>,
): Estimate | null {
  const document = length * segments;
  const [products, squares] = [0, 1].map(() => new Float64Array(numbers.length / document));
  for (let start = 0; start < numbers.length; start += length) {
    let [count, sumA, sumN] = [0, 0, 0];
    for (let t = start; t < start + length; t++) {
      if (Number.isNaN(numbers[t])) continue;
      count++;
      sumA += activation[t];
      sumN += numbers[t];
    }
    const own = Math.floor(start / document);
    for (let t = start; t < start + length; t++) {
      if (Number.isNaN(numbers[t])) continue;
      const away = numbers[t] - sumN / count;
      products[own] += away * (activation[t] - sumA / count);
      squares[own] += away * away;
    }
  }
  const means = new DocumentMeans<'slope'>();
  squares.forEach((square, own) => {
    if (square > 0) means.add('slope', own, products[own], square);
  });
  const slope = means.ratio('slope');
  return slope.documents < 2 ? null : slope;
}
