/** A reader that knows one token and nothing else: what a claim about a longer memory must beat. Pure. */
import { at } from '../core/at.ts';
import { auc } from '../stats/auc.ts';
import { shift } from '../stats/shift.ts';
import type { TestedText } from '../stats/tested-text.ts';

export interface MarkedText {
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
export function bigramAuc(counted: MarkedText, judged: MarkedText, lag: number): number | null {
  const known = shift(counted.text.types, lag, counted.text.length, -1);
  const carriers = new Map<number, number>();
  const all = new Map<number, number>();
  let total = 0;
  let totalCarriers = 0;
  known.forEach((type, t) => {
    if (type < 0) return;
    const carries = at(counted.mask, t);
    all.set(type, (all.get(type) ?? 0) + 1);
    carriers.set(type, (carriers.get(type) ?? 0) + carries);
    total++;
    totalCarriers += carries;
  });
  // One more occurrence at the text's own rate keeps rare types from the ends of the scale, new ones at its middle.
  const rate = total === 0 ? 0 : totalCarriers / total;
  const score = (type: number): number => ((carriers.get(type) ?? 0) + rate) / ((all.get(type) ?? 0) + 1);
  const seen = shift(judged.text.types, lag, judged.text.length, -1);
  const places = [...seen.keys()].filter((t) => at(seen, t) >= 0);
  const told = auc(
    places.map((t) => score(at(seen, t))),
    places.map((t) => at(judged.mask, t)),
  );
  return Number.isNaN(told) ? null : told;
}
