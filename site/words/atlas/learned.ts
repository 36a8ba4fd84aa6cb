/**
 * What the neurons of an atlas learned to tell: an effect on the confirmation half, as distance from .5, above what one
 * more untrained network would have. Where no untrained network was read, nothing can be said of it. Pure.
 */
import { at } from '../../../runner/core/at.ts';
import type { AtlasMap } from '../../../runner/results/atlas-arrays.ts';
import type { Atlas, AtlasFeature } from '../../../runner/results/atlas-schema.ts';

export type Effects = Pick<AtlasMap, 'confirmation'>;
export type Told = Pick<Atlas, 'features' | 'neurons'>;

/** Local AUC on the confirmation half; NaN where it cannot be tested. */
export const effectAt = ({ features }: Told, { confirmation }: Effects, neuron: number, feature: number): number =>
  at(confirmation, neuron * features.length + feature);

/**
 * How much further from .5 an effect is than the limit of untrained networks. Null when that cannot be told: it was not
 * tested, or no untrained network was read.
 */
export function beyond(effect: number, { untrained }: Pick<AtlasFeature, 'untrained'>): number | null {
  return Number.isNaN(effect) || untrained === null ? null : Math.abs(effect - 0.5) - untrained.limit;
}

export const isLearned = (effect: number, feature: Pick<AtlasFeature, 'untrained'>): boolean =>
  (beyond(effect, feature) ?? 0) > 0;

/** The feature that a neuron tells best. */
export interface Best {
  /** Its number among the atlas' features. */
  number: number;
  feature: AtlasFeature;
  /** Local AUC on the confirmation half. */
  effect: number;
  /** Beyond untrained networks; null when none was read. */
  beyond: number | null;
  learned: boolean;
}

/** Null for a neuron that could not be tested on any feature. */
export function bestOf(atlas: Told, map: Effects & Pick<AtlasMap, 'best'>, neuron: number): Best | null {
  const number = map.best[neuron];
  return number === undefined ? null : toldOf(atlas, map, neuron, number);
}

/** Without an untrained network beside it, a neuron is said to tell a feature from this distance from .5. */
const clearEffect = 0.1;

/** Whether a neuron tells the feature: it learned to, or where that cannot be said, its effect is not small. */
export const tells = ({ effect, beyond, learned }: Pick<Best, 'effect' | 'beyond' | 'learned'>): boolean =>
  beyond === null ? Math.abs(effect - 0.5) > clearEffect : learned;

/** What a neuron tells of one feature; null where it cannot be tested. */
export function toldOf(atlas: Told, map: Effects, neuron: number, number: number): Best | null {
  const feature = atlas.features[number];
  // A number that stands for none names no feature.
  if (feature === undefined) return null;
  const effect = effectAt(atlas, map, neuron, number);
  if (Number.isNaN(effect)) return null;
  return { number, feature, effect, beyond: beyond(effect, feature), learned: isLearned(effect, feature) };
}

/** Neurons that learned to tell at least one feature; null when no untrained network was read. */
export function learnedCount(
  atlas: Told & Pick<Atlas, 'networks'>,
  map: Effects & Pick<AtlasMap, 'best'>,
): number | null {
  if (!atlas.features.some(({ untrained }) => untrained !== null)) return null;
  return Array.from({ length: atlas.neurons }, (_, neuron) => bestOf(atlas, map, neuron)).filter(
    (best) => best?.learned,
  ).length;
}

/** Neurons that learned to tell each feature. [F] */
export const learnedOfEach = (atlas: Told, map: Effects): number[] =>
  atlas.features.map(
    (feature, index) =>
      Array.from({ length: atlas.neurons }, (_, neuron) => effectAt(atlas, map, neuron, index)).filter((effect) =>
        isLearned(effect, feature),
      ).length,
  );
