/**
 * What the neurons of an atlas learned to tell, as the atlas says it (runner/analysis/atlas/learned.ts decides). Where too few untrained
 * networks were read, nothing can be said of it. Pure.
 */
import type { AtlasMap } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { Atlas, AtlasFeature } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { at } from '../../../runner/core/at.ts';

export type LearnedEffects = Pick<AtlasMap, 'confirmation' | 'learned'>;
export type LearnedSource = Pick<Atlas, 'features' | 'neurons'>;

/** Local AUC on the confirmation half; NaN where it cannot be tested. */
export const effectAt = (
  { features }: LearnedSource,
  { confirmation }: Pick<AtlasMap, 'confirmation'>,
  neuron: number,
  feature: number,
): number => at(confirmation, neuron * features.length + feature);

export const isLearned = (
  { features }: LearnedSource,
  { learned }: Pick<AtlasMap, 'learned'>,
  neuron: number,
  feature: number,
): boolean => learned[neuron * features.length + feature] === 1;

/** How much further from .5 an effect is than what is learned must be. Null where that cannot be told. */
export const beyond = (effect: number, { bar }: Pick<AtlasFeature, 'bar'>): number | null =>
  Number.isNaN(effect) || bar === null ? null : Math.abs(effect - 0.5) - bar;

/** The feature that a neuron tells best. */
export interface Best {
  /** Its number among the atlas' features. */
  number: number;
  feature: AtlasFeature;
  /** Local AUC on the confirmation half. */
  effect: number;
  /** Beyond what is learned must be; null where that cannot be told. */
  beyond: number | null;
  learned: boolean;
}

/** Null for a neuron that could not be tested on any feature. */
export const bestOf = (
  atlas: LearnedSource,
  map: LearnedEffects & Pick<AtlasMap, 'best'>,
  neuron: number,
): Best | null => featureEffectOf(atlas, map, neuron, at(map.best, neuron));

/** Without an untrained network beside it, a neuron is said to tell a feature from this distance from .5. */
const clearEffect = 0.1;

/** Whether a neuron tells the feature: it learned to, or where that cannot be said, its effect is not small. */
export const tells = ({ effect, beyond, learned }: Pick<Best, 'effect' | 'beyond' | 'learned'>): boolean =>
  beyond === null ? Math.abs(effect - 0.5) > clearEffect : learned;

/** What a neuron tells of one feature; null where it cannot be tested. */
export function featureEffectOf(
  atlas: LearnedSource,
  map: LearnedEffects,
  neuron: number,
  number: number,
): Best | null {
  const feature = atlas.features[number];
  // A number that stands for none names no feature.
  if (feature === undefined) return null;
  const effect = effectAt(atlas, map, neuron, number);
  if (Number.isNaN(effect)) return null;
  return { number, feature, effect, beyond: beyond(effect, feature), learned: isLearned(atlas, map, neuron, number) };
}

/** Neurons that learned to tell each feature. [F] */
export const learnedOfEach = ({ features, neurons }: LearnedSource, { learned }: Pick<AtlasMap, 'learned'>): number[] =>
  features.map((_, feature) => {
    let count = 0;
    for (let neuron = 0; neuron < neurons; neuron++) count += at(learned, neuron * features.length + feature);
    return count;
  });

export const families = ['speech', 'marks', 'words', 'place'] as const;
export type FeatureFamily = (typeof families)[number];

export const familyNames: Record<FeatureFamily, string> = {
  speech: 'speech',
  marks: 'marks',
  words: 'words',
  place: 'place in the text',
};

/** Names of features about who speaks. */
const ofSpeech = /\b(quotes?|quotation|quoted|speech|dialogue|says?|said)\b/i;

/**
 * The family of a feature: speech by its name; else words, when it is compared with words; else marks, when the token
 * alone decides; and what is left is a place that the text so far makes.
 */
export function familyOf({
  name,
  among,
  decidedByToken,
}: Pick<AtlasFeature, 'name' | 'among' | 'decidedByToken'>): FeatureFamily {
  if (ofSpeech.test(name)) return 'speech';
  if (among === 'words') return 'words';
  return decidedByToken ? 'marks' : 'place';
}
