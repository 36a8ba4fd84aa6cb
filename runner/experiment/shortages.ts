/**
 * What of the evidence a text is too small for. Asked of the functions that the rungs themselves ask, so that what is said
 * before a training is what comes out after it. Pure: looks at documents and marks, never at a neuron.
 */

import { halfNames, maskSeen, seenThrough } from '../analysis/findings/bench.ts';
import { readyWithin } from '../analysis/findings/context.ts';
import type { Reason } from '../analysis/findings/reasons-schema.ts';
import { fewestDocuments, whyNotTestable } from '../analysis/stats/testable.ts';
import { viewed } from '../analysis/stats/view.ts';
import { areNumbers } from '../core/values.ts';
import { decidedByToken, type MarkedFeature, referenceMask, valuesWithin } from '../text/labels/features.ts';
import type { ObservedText } from '../text/observe-text.ts';
import type { Unit } from '../text/tokens.ts';
import { type HalvedText, halvesOf, type TextHalf } from './evidence/halves.ts';

export interface Shortage {
  /**
   * documents: claims speak of this text only. feature: it cannot be tested at all. context: whether a claim on it says
   * more than the token just read.
   */
  of: 'documents' | 'feature' | 'context';
  /** Null of the documents. */
  feature: string | null;
  reason: Reason | { code: 'few documents'; found: number; needed: number };
}

export interface ShortageText {
  text: ObservedText;
  /** Tokens at each segment's start that are not scored. */
  warmUp: number;
  marked: readonly MarkedFeature[];
  unit: Unit;
}

/** In the order of the text, then of the features; none where everything can be asked. */
export function shortagesOf({ text, warmUp, marked, unit }: ShortageText): Shortage[] {
  const halves = halvesOf(text, warmUp);
  return [...ofDocuments(halves), ...marked.flatMap((each) => ofFeature(text, halves, each, { marked, unit }))];
}

function ofDocuments({ discovery, confirmation, swapped }: HalvedText): Shortage[] {
  if (swapped === 'documents') return [];
  const count = ({ documents }: TextHalf) => new Set(documents).size;
  const all = new Set([...discovery.documents, ...confirmation.documents]).size;
  // Segments of one document lie in both halves: in documents, a half has no more than half of them.
  const half = Math.min(count(discovery), count(confirmation), Math.floor(all / 2));
  return [{ of: 'documents', feature: null, reason: { code: 'few documents', found: half, needed: fewestDocuments } }];
}

function ofFeature(
  { tokens }: ObservedText,
  halves: HalvedText,
  { feature, mask }: MarkedFeature,
  { marked, unit }: Pick<ShortageText, 'marked' | 'unit'>,
): Shortage[] {
  const members = referenceMask(feature, tokens, { values: mask, other: valuesWithin(feature, marked) });
  const own = areNumbers(mask) ? mask : mask.map((carries, t) => (members[t] === 1 ? carries : 0));
  for (const name of halfNames) {
    const half = halves[name];
    const seen = seenThrough(half, viewed(members, half.scored), halves.swapped);
    const reason = whyNotTestable(maskSeen(seen, viewed(own, half.scored)), seen.units);
    if (reason !== null) return [{ of: 'feature', feature: feature.name, reason }];
  }
  if (decidedByToken(feature, unit)) return [];
  const { confirmation } = halves;
  const ready = readyWithin({
    text: confirmation,
    activation: new Float32Array(confirmation.types.length),
    types: confirmation.types,
    mask: viewed(own, confirmation.scored),
    members: viewed(members, confirmation.scored),
    sign: 1,
    swapped: halves.swapped,
  });
  return 'code' in ready ? [{ of: 'context', feature: feature.name, reason: ready }] : [];
}
