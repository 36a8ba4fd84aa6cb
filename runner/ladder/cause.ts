/**
 * E6, cause: what the loss of a neuron costs where the feature is, against where it is not, and against what the loss of
 * similar neurons costs there. Pure; the losses come from outside.
 * Source: Morcos et al. 2018; Lakretz et al. 2019 (ablation of single units); Antverg & Belinkov 2022 (that a feature is
 * encoded does not say that it is used).
 */
import type { Cause, Rungs } from '../results/evidence-schema-1.ts';
import { jackknifeHalfWidth } from '../stats/jackknife.ts';

export const ablationMethods = ['mean', 'resampled'] as const;
export const ablationPlaces = ['predicting', 'after'] as const;
export type AblationMethod = (typeof ablationMethods)[number];
export type AblationPlace = (typeof ablationPlaces)[number];

/** Where losses are compared, document by document: indices into a list of changes of the loss. */
export interface Compared {
  feature: readonly (readonly number[])[];
  rest: readonly (readonly number[])[];
}

export interface Contrast {
  /** Mean change of the next-token loss at the feature and at the rest, nats. */
  feature: number;
  rest: number;
  difference: number;
  /** 95%, by the document jackknife. */
  interval: [low: number, high: number];
}

/** @param change of the next-token loss by the intervention, nats. */
export function lossContrast(change: ArrayLike<number>, compared: Compared): Contrast {
  const sumOver = (places: readonly number[]) => places.reduce((sum, place) => sum + (change[place] as number), 0);
  const at = (side: readonly (readonly number[])[]) => {
    const sums = side.map(sumOver);
    const sum = sums.reduce((total, each) => total + each, 0);
    const count = side.reduce((total, places) => total + places.length, 0);
    return {
      mean: sum / count,
      without: side.map((places, document) => (sum - (sums[document] ?? 0)) / (count - places.length)),
    };
  };
  const feature = at(compared.feature);
  const rest = at(compared.rest);
  const difference = feature.mean - rest.mean;
  const leftOut = feature.without.map((mean, document) => mean - (rest.without[document] ?? 0));
  const half = jackknifeHalfWidth(leftOut);
  return { feature: feature.mean, rest: rest.mean, difference, interval: [difference - half, difference + half] };
}

/** Rank of a difference among those of the matched neurons: (1 + those at least as large) / (neurons + 1). */
export const rankP = (difference: number, matched: readonly number[]): number =>
  (1 + matched.filter((other) => other >= difference).length) / (matched.length + 1);

/** Fewest tokens with the feature, and documents that hold them, for a difference to be tested. */
export const fewestCarriers = 30;
export const fewestDocumentsCarrying = 10;

/** Why the losses at these places cannot be compared, or null when they can. */
export function whyNotComparable({ feature, rest }: Compared): string | null {
  const carriers = feature.reduce((sum, places) => sum + places.length, 0);
  const carrying = feature.filter((places) => places.length > 0).length;
  const others = rest.reduce((sum, places) => sum + places.length, 0);
  if (carriers < fewestCarriers)
    return `the feature is at ${carriers} of the tokens that were read for it, and the test needs ${fewestCarriers}`;
  if (others < fewestCarriers)
    return `the feature is missing at ${others} of the tokens that were read for it, and the test needs ${fewestCarriers}`;
  return carrying < fewestDocumentsCarrying
    ? `the feature is in ${carrying} of the documents that were read for it, and the test needs ${fewestDocumentsCarrying}`
    : null;
}

/** Fewest matched neurons with which a rank can have p < .05. */
export const fewestMatched = 20;
const level = 0.05;

/**
 * Passed when, by mean ablation at the place that was fixed beforehand, the loss rises more at the feature than at the
 * rest (the interval is above 0) and more so than for the matched neurons (p < .05).
 */
export function causeRung(measured: Cause): Rungs['E6'] {
  const deciding = measured.ablations.find(({ method, where }) => method === 'mean' && where === measured.deciding);
  if (deciding === undefined) throw new Error('causeRung: the deciding ablation is missing');
  if (measured.matchedNeurons.length < fewestMatched) {
    const reason = `only ${measured.matchedNeurons.length} neurons can be compared, and a rank needs ${fewestMatched}`;
    return { status: 'not testable', reason, measured };
  }
  const where = measured.deciding === 'after' ? 'after the feature' : 'where the feature is predicted';
  const [low] = deciding.interval;
  if (!(low > 0)) {
    const reason = `without the neuron the loss ${where} does not rise more than elsewhere`;
    return { status: 'failed', reason, measured };
  }
  if (!(deciding.p !== null && deciding.p < level)) {
    const reason = `the loss ${where} rises as much without similar neurons`;
    return { status: 'failed', reason, measured };
  }
  return { status: 'passed', reason: null, measured };
}
