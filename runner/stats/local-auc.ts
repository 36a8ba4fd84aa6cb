/**
 * The size of an effect: the AUC within segments minus what swapped documents give, with its interval; of numbers the rank
 * correlation within segments, as an area. Pure.
 * Source: van Elteren 1960 (pooling two-sample ranks over strata); Spearman 1904; the swap as in `swap-test.ts`.
 */

import { areNumbers, type FeatureValues } from '../core/values.ts';
import { carriersOf, placesOf } from './carriers.ts';
import { crossMatrix, labelsOf } from './cross-matrix.ts';
import { scoresOf, squaresWithin } from './number-scores.ts';
import { segmentRanks } from './ranks.ts';
import { areaInterval, asArea } from './summary.ts';
import { type SwapUnits, swapUnits } from './swap-units.ts';
import { type NotTestable, whyNotTestable } from './testable.ts';
import type { TestedText } from './tested-text.ts';

export interface LocalEffect {
  /**
   * .5 + (T - mean over swaps with other documents) / pairs; below .5 is lower at the feature. Of numbers (1 + rho) / 2, rho the
   * rank correlation (T - mean) / root of (sum of r squared x sum of s squared): its logit is twice Fisher's z of rho.
   */
  localAuc: number;
  /** 95%, by the document jackknife. */
  interval: [low: number, high: number];
  /** Swapped units (documents, or segments where these are swapped) in which both carriers and rest occur, or the number varies. */
  documents: number;
}

/**
 * The pairs that each unit's segments hold: sum over its segments of carriers x rest / L. T over their sum is the AUC
 * of pairs within segments, minus .5.
 * @param places of the tokens that carry the feature, rising.
 * @returns [units].
 */
export function pairsWithin(places: Int32Array, { count, tokens, segment }: SwapUnits): Float64Array {
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
export const divisorsOf = (values: FeatureValues, ranks: Float32Array, units: SwapUnits): Divisors =>
  areNumbers(values)
    ? [squaresWithin(scoresOf(values, units), units), squaresWithin(ranks, units)]
    : [pairsWithin(placesOf(values), units)];

/** The divisor from what was added up over units. A correlation of 1 is as far from .5 as an area of 1. */
export const divisor = (own: number, ranks?: number): number =>
  ranks === undefined ? own : 2 * Math.sqrt(own * ranks);

/**
 * The effect from a cross matrix.
 * @param cross as from `crossMatrix`, [units.cells].
 */
function effectOf(cross: Float64Array, divisors: Divisors, units: SwapUnits): LocalEffect {
  const { area, leftOut } = areas(cross, divisors, units);
  const [own] = divisors;
  let documents = 0;
  for (const group of units.groups) for (const unit of group) if (own[unit] > 0) documents++;
  return { localAuc: asArea(area), interval: areaInterval(area, leftOut), documents };
}

/** The swap-centred area, and that without each swappable unit (its row and its column), group after group. */
export function areas(
  cross: Float64Array,
  divisors: Divisors,
  { groups }: SwapUnits,
): { area: number; leftOut: Float64Array } {
  const [own, ranks] = divisors;
  const held = (units: ArrayLike<number>): [number, number] => {
    const sums: [number, number] = [0, 0];
    for (let place = 0; place < units.length; place++) {
      sums[0] += own[units[place]];
      if (ranks !== undefined) sums[1] += ranks[units[place]];
    }
    return sums;
  };
  const divided = (value: number, [a, b]: [number, number]): number =>
    0.5 + value / divisor(a, ranks === undefined ? undefined : b);
  const whole: [number, number] = [0, 0];
  let numerator = 0;
  let offset = 0;
  const centred = (diagonal: number, rest: number, n: number): number => (n > 1 ? diagonal - rest / (n - 1) : 0);
  // Of each group: the sum of the diagonal, that of the rest, and what a unit adds to it by its row and its column.
  const parts = groups.map((group) => {
    const n = group.length;
    const members: { unit: number; itself: number; beside: number }[] = [];
    let diagonal = 0;
    let rest = 0;
    group.forEach((unit, d) => {
      let beside = 0;
      for (let e = 0; e < n; e++) {
        if (e === d) continue;
        beside += cross[offset + d * n + e] + cross[offset + e * n + d];
      }
      const itself = cross[offset + d * n + d];
      members.push({ unit, itself, beside });
      diagonal += itself;
      rest += beside / 2;
    });
    offset += n * n;
    numerator += centred(diagonal, rest, n);
    const here = held(group);
    whole[0] += here[0];
    whole[1] += here[1];
    return { members, diagonal, rest, here };
  });
  const leftOut = parts.flatMap(({ members, diagonal, rest, here }) => {
    const n = members.length;
    return members.map(({ unit, itself, beside }) => {
      const without = centred(diagonal - itself, rest - beside, n - 1);
      const difference = without - centred(diagonal, rest, n);
      // A group of two that loses one has nobody left to be swapped with, so it leaves as a whole.
      const lost = n > 2 ? held([unit]) : here;
      return divided(numerator + difference, [whole[0] - lost[0], whole[1] - lost[1]]);
    });
  });
  return { area: divided(numerator, whole), leftOut: Float64Array.from(leftOut) };
}

/**
 * The effect of one neuron for one feature on a text.
 * @param activation [tokens] of one neuron.
 * @param values [tokens], of a mask not 0 where a token carries the feature.
 * @returns the reason when the text is too small to tell.
 * @throws RangeError when an activation is not a number.
 */
export function swapEffect(
  text: TestedText,
  activation: Float32Array,
  values: FeatureValues,
  units: SwapUnits = swapUnits(text),
): LocalEffect | NotTestable {
  const reason = whyNotTestable(values, units);
  if (reason !== null) return reason;
  const ranks = segmentRanks(activation, text.length);
  return effectOf(
    crossMatrix(ranks, labelsOf(carriersOf(values), units), units),
    divisorsOf(values, ranks, units),
    units,
  );
}
