/** A reader that knows one token and nothing else: what a claim about a longer memory must beat. Pure. */
import { aucOfGroups } from '../stats/auc.ts';
import { shift } from '../stats/shift.ts';
import type { TestedText } from '../stats/tested-text.ts';
import { type TypeCounts, typeCounts } from '../stats/type-counts.ts';

export interface BigramText {
  text: TestedText;
  /** [tokens] 1 where a token carries the feature. */
  mask: Uint8Array;
}

/**
 * How well the share of the feature beside a token type, counted on one half, tells the feature on the other: pooled
 * AUC over the tokens that have a token at the lag.
 * @param lag the reader knows the token this many places after the one it judges (before it when negative).
 * @returns null when all or none of those tokens carry the feature.
 */
export function bigramAuc(counted: BigramText, judged: BigramText, lag: number): number | null {
  const known = countsAt(counted, lag);
  const seen = countsAt(judged, lag);
  const total = sumOf(known.counts);
  // One more occurrence at the text's own rate keeps rare types from the ends of the scale, new ones at its middle.
  const rate = total === 0 ? 0 : sumOf(known.carriers) / total;
  const scores = Float64Array.from(
    seen.counts,
    (_, type) => ((known.carriers[type] ?? 0) + rate) / ((known.counts[type] ?? 0) + 1),
  );
  const told = aucOfGroups(scores, seen.counts, seen.carriers);
  return Number.isNaN(told) ? null : told;
}

/** Of the tokens at the lag, as far as there are such. */
const countsAt = ({ text, mask }: BigramText, lag: number): TypeCounts =>
  typeCounts(shift(text.types, lag, text.length, -1), mask);

const sumOf = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0);
