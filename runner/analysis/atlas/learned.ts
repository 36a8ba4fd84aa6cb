/**
 * Which neurons of a network learned to tell which feature, over all neurons and features of an atlas at once. A neuron has,
 * when its effect has the same sign on both halves; when on discovery it is more than chance among all neurons and features (the
 * largest |z| of all of them under permutation, p below .05); and when on confirmation it is further from .5 than the feature's
 * bar: what the best neuron of one more untrained network would have (at .05 over all features), and what the network's own
 * best neuron has for the best of the control labels. Pure.
 *
 * Beside it the same of each untrained network, with the others as its control: so much is counted where nothing was learned.
 * Source: Westfall & Young 1993 (maximum over the tests); Zhang & Bowman 2018 (random weights as a control); Hewitt & Liang 2019
 * (control tasks).
 */
import { at, item } from '../../core/at.ts';
import type { EffectTable } from '../findings/bench.ts';
import type { Standing, UntrainedNetwork } from '../findings/finding.ts';
import { type BestNeurons, bestOfNetwork, untrainedLimits } from '../findings/untrained.ts';
import { asArea } from '../stats/summary.ts';
import type { Halves } from '../stats/tested-text.ts';
import type { AtlasFeature } from './atlas-schema.ts';

export const standingCriteria = {
  /** Of the p of z over all neurons and features, and of the untrained networks' limit over all features. */
  level: 0.05,
  /** The p of z is told by so many permutations. */
  permutations: 999,
} as const;

export type CountedNetwork = Halves<EffectTable> & { standing: Standing };

/** What an effect must exceed, as distance from .5, and what that comes from. */
export type Bar = Pick<AtlasFeature, 'untrained' | 'labels' | 'bar'>;

const untold: Bar = { untrained: null, labels: null, bar: null };

/**
 * @param labels [features] the network's own best neuron for control labels; null where there are none.
 * @param others [networks] each [features]: the best neurons of networks that never learnt, at least two.
 * @param testable [features]
 * @returns [features] `bar` null where the feature cannot be tested, or too few networks were read.
 */
export function learnedThresholds(
  labels: Standing['labels'],
  others: BestNeurons,
  testable: readonly boolean[],
): Bar[] {
  const probability = 1 - standingCriteria.level / Math.max(1, testable.filter(Boolean).length);
  const limits = untrainedLimits(others);
  return testable.map((able, feature) => {
    const known = limits[feature] ?? null;
    if (!able || known === null) return untold;
    const { best } = known;
    const limit = known.limit(probability);
    const own = item(labels, feature);
    return { untrained: { best: Math.max(...best), limit }, labels: own, bar: Math.max(0, limit, own ?? 0) };
  });
}

/** @returns [features] each [neurons], 1 where the neuron learned to tell the feature. */
export function learnedPairs(
  { discovery, confirmation, standing }: CountedNetwork,
  bars: readonly Bar[],
): Uint8Array[] {
  return bars.map(({ bar }, feature) => {
    const [before, after, z] = [discovery, confirmation, standing.z].map((table) => item(table, feature));
    if (before === undefined || after === undefined || z === undefined) throw new RangeError('learned: a table lacks');
    return Uint8Array.from(after, (measured, neuron) => {
      // Kept between 0 and 1, as the areas of control labels are.
      const effect = asArea(0.5 + measured) - 0.5;
      const isSame = effect * at(before, neuron) > 0;
      const isMoreThanChance = Math.abs(at(z, neuron)) > standing.threshold;
      return Number(bar !== null && isSame && isMoreThanChance && Math.abs(effect) > bar);
    });
  });
}

/** Neurons that learned to tell at least one feature. */
export const neuronsIn = (pairs: readonly Uint8Array[]): number =>
  Array.from({ length: pairs[0]?.length ?? 0 }, (_, neuron) => pairs.some((own) => own[neuron] === 1)).filter(Boolean)
    .length;

/**
 * How many neurons of each untrained network would count as learned in the trained one's place: the others are its control.
 * @returns of those of which it was looked at what they would be counted by; none where there are fewer than three networks.
 */
export function untrainedCounts(networks: readonly UntrainedNetwork[], testable: readonly boolean[]): number[] {
  if (networks.length < 3) return [];
  const best = networks.map(bestOfNetwork);
  return networks.flatMap(({ standing, ...effects }, index) => {
    if (standing === null) return [];
    const others = best.filter((_, other) => other !== index);
    return neuronsIn(learnedPairs({ ...effects, standing }, learnedThresholds(standing.labels, others, testable)));
  });
}
