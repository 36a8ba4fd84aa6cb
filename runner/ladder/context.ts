/** A claim among occurrences of equal tokens, made ready for the swap test. Pure. */
import type { Untestable } from '../results/reasons-schema.ts';
import type { Context } from '../results/rungs-schema.ts';
import { areas, pairsWithin } from '../stats/local-auc.ts';
import { referenceText } from '../stats/reference-text.ts';
import { areaInterval, asArea } from '../stats/summary.ts';
import { type Swapped, swapUnits } from '../stats/swap-units.ts';
import { whyNotTestable } from '../stats/testable.ts';
import type { TestedText } from '../stats/tested-text.ts';
import { viewed } from '../stats/view.ts';
import { type WithinTypes, withinTypes } from '../stats/within-types.ts';
import type { FrozenTest, SwapTested } from './swap-claims.ts';

/** Smallest counts: occurrences of a type, and tokens with and without the feature among types that have both. */
export const withinCriteria = { occurrences: 20, tokens: 30 } as const;

export interface WithinTask {
  text: TestedText;
  /** [tokens] */
  activation: Float32Array;
  /** [tokens] What must be equal: the token read, or the last two. */
  types: Int32Array;
  mask: Uint8Array;
  /** [tokens] 1 where a token takes part. */
  members: Uint8Array;
  sign: 1 | -1;
  swapped?: Swapped;
}

export type ReadyWithin = FrozenTest & { within: WithinTypes };

/** @returns the reason when too few types occur often enough both with the feature and without it. */
export function readyWithin({
  text,
  activation,
  types,
  mask,
  members,
  sign,
  swapped,
}: WithinTask): ReadyWithin | Untestable {
  const { occurrences, tokens } = withinCriteria;
  const within = withinTypes(activation, { types, mask, members }, occurrences);
  if (within.carriers < tokens || within.tokens - within.carriers < tokens) {
    const others = within.tokens - within.carriers;
    return { code: 'few equal tokens', occurrences, carriers: within.carriers, others, needed: tokens };
  }
  const reference = referenceText(text, within.used);
  const units = swapUnits(reference.text, swapped);
  const seen = viewed(mask, reference.view);
  const reason = whyNotTestable(seen, units);
  return reason ?? { activation: viewed(within.ranks, reference.view), mask: seen, units, sign, within };
}

/** The effect among equal tokens, with its interval. */
export function withinEffect(
  { units, mask, within }: ReadyWithin,
  { z, cross }: SwapTested,
): NonNullable<Context['pairs']> {
  const { area, leftOut } = areas(cross, pairsWithin(mask, units), units);
  return {
    localAuc: asArea(area),
    interval: areaInterval(area, leftOut),
    z,
    tokens: within.tokens,
    types: within.types,
  };
}
