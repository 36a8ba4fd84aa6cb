/** A neuron's ranks in several classes of tokens: it is sorted once for all of them. Pure. */
import type { Carriers } from './carriers.ts';
import { classRanks, placesByToken, ranksOfSorted, sortedSegments } from './ranks.ts';
import type { SwapUnits } from './swap-units.ts';
import type { View } from './view.ts';

/** A class of tokens, and features that are compared within it. */
export interface MarkedClass {
  /** The class in the whole text, as a `ReferenceText` has it; null: the whole text. */
  view: View | null;
  units: SwapUnits;
  /** [features] */
  carriers: readonly Carriers[];
}

/**
 * @param classes of one text.
 * @param tokens of the whole text.
 * @returns what takes a neuron's activations, [tokens], and gives its mid-ranks, [classes] each [tokens of the class], as
 *   `segmentRanks` has them; overwritten by the next call.
 * @throws RangeError when an activation is not a number.
 */
export function ranksInClasses(
  classes: readonly Pick<MarkedClass, 'view' | 'units'>[],
  tokens: number,
): (activation: Float32Array) => readonly Float32Array[] {
  const [any] = classes;
  // All classes are of one text; one of no token has no segment either.
  const segments =
    any === undefined || any.units.count === 0 ? 1 : (any.units.count * any.units.tokens) / any.units.segment;
  const asked = classes.map(({ view, units }) => ({
    segment: units.segment,
    places: view === null ? null : placesByToken(view, tokens),
    // One more, of no meaning, for what is not of the class.
    ranks: new Float32Array(units.count * units.tokens + 1),
  }));
  const own = asked.map(({ ranks }) => ranks.subarray(0, -1));
  return (activation) => {
    const sorted = sortedSegments(activation, Math.max(1, activation.length) / segments);
    for (const [index, { places, segment, ranks }] of asked.entries()) {
      if (places === null) ranksOfSorted(sorted, segment, own[index]);
      else classRanks(sorted, places, segment, ranks);
    }
    return own;
  };
}
