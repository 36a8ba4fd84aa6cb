/** Scenarios in which one neuron reacts to one feature, or only reads the token. Pure. */
import type { PlantedEffect, Scenario } from './scenario.ts';

/** The claim that was planted: a quarter of the neurons are as slow as this one, with a lag-1 correlation of .95. */
export const planted = { neuron: 3, feature: 0 } as const;

/** 40 documents in each half, one segment each; the feature is in 3 tokens of 10, in runs of 20. */
const usual: Scenario = {
  documents: 40,
  sources: 4,
  segments: 1,
  length: 224,
  neurons: 12,
  memories: [0, 0.5, 0.9, 0.95],
  vocabulary: 60,
  features: [
    { frequency: 0.3, run: 20 },
    { frequency: 0.05, run: 2 },
  ],
};

/** Normal quantiles: below them lies that share of the normal distribution. */
const quantiles = { 0.6: 0.2533471, 0.7: 0.5244005, 0.8: 0.8416212, 0.98: 2.0537489 } as const;
/** How differently documents show an effect, as a standard deviation. */
const spread = 0.3;

export interface Plant {
  about: string;
  scenario: Scenario;
  effect: PlantedEffect;
}

/** Two normal distributions of SD 1 that lie sqrt(2) z(AUC) apart have that AUC. */
export function plantOf(auc: keyof typeof quantiles): Plant {
  const effect = { ...planted, size: Math.SQRT2 * quantiles[auc], spread };
  return {
    about: `One neuron tells the feature's tokens from the rest with an AUC of ${auc}, a little more or less by document; 40 documents in each half, the feature in 30% of the tokens, in runs of 20.`,
    scenario: { ...usual, effects: [effect] },
    effect,
  };
}

/** A slow neuron with a larger effect and a fast one with a smaller: the slow one's z is the smaller, for its runs happen to agree with runs of the feature. */
export const twoEffects: Omit<Plant, 'effect'> = {
  about: 'Two neurons tell the feature: a slow one with an AUC of .8, and one without memory with an AUC of .7.',
  scenario: {
    ...usual,
    effects: [
      { ...planted, size: Math.SQRT2 * quantiles[0.8], spread: 0 },
      { neuron: 0, feature: planted.feature, size: Math.SQRT2 * quantiles[0.7], spread: 0 },
    ],
  },
};

/** A neuron that knows more than the token: all neurons read the token too, as untrained networks do. */
export function contextNeuron(): Plant {
  const effect = { ...planted, size: 1, spread };
  return {
    about: 'All neurons read the token; one of them also tells in what stretch of the text it stands.',
    scenario: { ...usual, tokenReading: 0.7, effects: [effect], untrained: 5 },
    effect,
  };
}

/** Neurons that read the token and nothing else: one of them is bound to tell any few token types from the rest. */
export const tokenIdentity: Omit<Plant, 'effect'> = {
  about: 'All neurons read the token and nothing else; the feature is four token types.',
  scenario: {
    ...usual,
    neurons: 24,
    vocabulary: 300,
    tokenReading: 1,
    features: [{ types: [12, 20, 28, 36] }],
    untrained: 5,
  },
};
