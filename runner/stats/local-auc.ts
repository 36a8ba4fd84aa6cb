/**
 * The size of an effect: the AUC within segments minus what swapped documents give, with its interval. Pure.
 * Source: van Elteren 1960 (pooling two-sample ranks over strata); the swap as in `swap-test.ts`.
 */

import { crossMatrix, labelsOf } from './cross-matrix.ts';
import { segmentRanks } from './ranks.ts';
import { areaInterval, asArea } from './summary.ts';
import { type SwapUnits, swapUnits } from './swap-units.ts';
import { type NotTestable, whyNotTestable } from './testable.ts';
import type { TestedText } from './tested-text.ts';

export interface LocalEffect {
  /** .5 + (T - mean over swaps with other documents) / pairs; below .5 is lower at the feature. */
  localAuc: number;
  /** 95%, by the document jackknife. */
  interval: [low: number, high: number];
  /** Swapped units (documents, or segments where these are swapped) in which both carriers and rest occur. */
  documents: number;
}

/**
 * The pairs that each unit's segments hold: sum over its segments of carriers x rest / L. T over their sum is the AUC
 * of pairs within segments, minus .5.
 * @param mask [tokens].
 * @returns [units].
 */
export function pairsWithin(mask: Uint8Array, { count, tokens, segment }: SwapUnits): Float64Array {
  const pairs = new Float64Array(count);
  for (let start = 0; start < count * tokens; start += segment) {
    let carriers = 0;
    for (let t = start; t < start + segment; t++) if (mask[t] !== 0) carriers++;
    const unit = Math.floor(start / tokens);
    pairs[unit] += (carriers * (segment - carriers)) / segment;
  }
  return pairs;
}

/**
 * The effect from a cross matrix.
 * @param cross as from `crossMatrix`, [units.cells].
 * @param pairs [units] What the units' parts of T are divided by, as from `pairsWithin`.
 */
function effectOf(cross: Float64Array, pairs: Float64Array, units: SwapUnits): LocalEffect {
  const { area, leftOut } = areas(cross, pairs, units);
  let documents = 0;
  for (const group of units.groups) for (const unit of group) if (pairs[unit] > 0) documents++;
  return { localAuc: asArea(area), interval: areaInterval(area, leftOut), documents };
}

/** The swap-centred area, and that without each swappable unit (its row and its column), group after group. */
export function areas(
  cross: Float64Array,
  pairs: Float64Array,
  { groups }: SwapUnits,
): { area: number; leftOut: Float64Array } {
  let numerator = 0;
  let denominator = 0;
  let offset = 0;
  const centred = (diagonal: number, rest: number, n: number): number => (n > 1 ? diagonal - rest / (n - 1) : 0);
  // Of each group: the sum of the diagonal, that of the rest, and what a unit adds to it by its row and its column.
  const parts = groups.map((group) => {
    const n = group.length;
    const members: { itself: number; beside: number; pairs: number }[] = [];
    let diagonal = 0;
    let rest = 0;
    let pairsHere = 0;
    group.forEach((unit, d) => {
      let beside = 0;
      for (let e = 0; e < n; e++) {
        if (e === d) continue;
        beside += cross[offset + d * n + e] + cross[offset + e * n + d];
      }
      const member = { itself: cross[offset + d * n + d], beside, pairs: pairs[unit] };
      members.push(member);
      diagonal += member.itself;
      rest += beside / 2;
      pairsHere += member.pairs;
    });
    offset += n * n;
    numerator += centred(diagonal, rest, n);
    denominator += pairsHere;
    return { members, diagonal, rest, pairs: pairsHere };
  });
  const leftOut = parts.flatMap(({ members, diagonal, rest, pairs: held }) => {
    const n = members.length;
    return members.map(({ itself, beside, pairs: own }) => {
      const without = centred(diagonal - itself, rest - beside, n - 1);
      const difference = without - centred(diagonal, rest, n);
      // A group of two that loses one has nobody left to be swapped with, so it leaves as a whole.
      const lost = n > 2 ? own : held;
      return 0.5 + (numerator + difference) / (denominator - lost);
    });
  });
  return { area: 0.5 + numerator / denominator, leftOut: Float64Array.from(leftOut) };
}

/**
 * The effect of one neuron for one feature on a text.
 * @param activation [tokens] of one neuron.
 * @param mask [tokens], not 0 where a token carries the feature.
 * @returns the reason when the text is too small to tell.
 * @throws RangeError when an activation is not a number.
 */
export function swapEffect(
  text: TestedText,
  activation: Float32Array,
  mask: Uint8Array,
  units: SwapUnits = swapUnits(text),
): LocalEffect | NotTestable {
  const reason = whyNotTestable(mask, units);
  if (reason !== null) return reason;
  const cross = crossMatrix(segmentRanks(activation, text.length), labelsOf(mask, units), units);
  return effectOf(cross, pairsWithin(mask, units), units);
}
