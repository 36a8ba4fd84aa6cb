/**
 * Made-up scenarios: in which no neuron reacts to any feature, and yet both change along documents, between documents and between
 * sources, which a test must not take for a reaction; and in which one neuron reacts to one feature, or only reads the token. Pure.
 */
import { random } from '../../runner/core/random.ts';
import { memoryOf, type PlantedEffect, type Scenario, simulate } from './simulate.ts';

const features = [
  { frequency: 0.3, run: 20 },
  { frequency: 0.05, run: 2 },
] as const;

const rareFeatures = [
  { frequency: 0.015, run: 5 },
  { frequency: 0.01, run: 1.05 },
] as const;

/** A half of 24 documents, the fewest that are tested; two segments each, 3,840 scored tokens in all. */
const short: Scenario = { documents: 24, sources: 4, segments: 2, length: 80, neurons: 12, vocabulary: 60, features };

/** What about.json says of each. */
export const nulls = {
  'document effects': {
    ...short,
    profiles: ({ document: [a, b, c, d] }) => ({
      neuron: { level: a / 2, slope: 2 * b },
      feature: { level: c, slope: 2 * d },
    }),
  },
  'source effects': {
    ...short,
    profiles: ({ source: [a, b, c, d] }) => ({
      neuron: { level: a / 2, slope: 3 * b },
      feature: { level: c, slope: 3 * d },
    }),
  },
  'trend along documents': { ...short, profiles: () => ({ neuron: { slope: 2 }, feature: { slope: 2 } }) },
  'document openings': { ...short, profiles: () => ({ neuron: { opening: 2 }, feature: { opening: 2 } }) },
  'autocorrelation with drift': { ...short, profiles: () => ({ neuron: { drift: 1 }, feature: { drift: 1 } }) },
  'rare bursts': {
    ...short,
    documents: 40,
    features: rareFeatures,
    profiles: ({ document: [a, b] }) => ({ neuron: { level: a / 2 }, feature: { level: b } }),
  },
} satisfies Record<string, Scenario>;

export type NullName = keyof typeof nulls;

/** The claim that was planted: a quarter of the neurons are as slow as this one, with a lag-1 correlation of .95. */
export const planted = { neuron: 3, feature: 0 } as const;

/** 40 documents in each half, one segment each; the first feature is in 3 tokens of 10, in runs of 20. */
const long: Scenario = { ...short, documents: 40, segments: 1, length: 224 };

/** Normal quantiles: below them lies that share of the normal distribution. */
const quantiles = { 0.6: 0.2533471, 0.7: 0.5244005, 0.8: 0.8416212, 0.98: 2.0537489 } as const;
/** Of standard deviations 1: two normal distributions that lie sqrt(2) z(AUC) apart have that AUC. */
const sizeOf = (auc: keyof typeof quantiles): number => Math.SQRT2 * quantiles[auc];
/** How differently documents show an effect, as a standard deviation. */
const spread = 0.3;

/** One neuron tells the feature's tokens from the rest with this AUC, a little more or less by document. */
export function plantOf(auc: keyof typeof quantiles): { scenario: Scenario; effect: PlantedEffect } {
  const effect = { ...planted, size: sizeOf(auc), spread };
  return { scenario: { ...long, effects: [effect] }, effect };
}

/** A slow neuron with a larger effect and a fast one with a smaller: the slow one's z is the smaller, for its runs happen to agree with runs of the feature. */
export const twoEffects: Scenario = {
  ...long,
  effects: [
    { ...planted, size: sizeOf(0.8), spread: 0 },
    { neuron: 0, feature: planted.feature, size: sizeOf(0.7), spread: 0 },
  ],
};

/** A neuron that knows more than the token: all neurons read the token too, as untrained networks do. */
export const contextNeuron: Scenario = {
  ...long,
  tokenReading: 0.7,
  untrained: 5,
  effects: [{ ...planted, size: 1, spread }],
};

/** Neurons that read the token and nothing else: one of them is bound to tell any few token types from the rest. */
export const tokenIdentity: Scenario = {
  ...long,
  neurons: 24,
  vocabulary: 300,
  tokenReading: 1,
  untrained: 5,
  features: [{ types: [12, 20, 28, 36] }],
};

/** Documents: a hundred times those of a half, so that the error is a tenth of the interval's. */
const endless = 4000;

/**
 * The size that the effect would have on endless text, from a long text and plain sums: what its interval must hold.
 * Local AUC of a planted effect; the documents of the scenario must be alike but for chance.
 * Source: the limit of the estimate in stats/local-auc.ts, by ranks that are counted, not sorted.
 */
export function trueEffect(scenario: Scenario, { neuron, feature, size, spread }: PlantedEffect): number {
  const shape = scenario.features[feature];
  if (shape === undefined) throw new RangeError(`trueEffect: the scenario has no feature ${feature}`);
  const alone: Scenario = {
    ...scenario,
    documents: endless,
    neurons: 1,
    memories: [memoryOf(scenario, neuron)],
    untrained: 0,
    features: [shape],
    effects: [{ neuron: 0, feature: 0, size, spread }],
  };
  const { activations, masks } = simulate(alone, random(1)).discovery;
  const [activation = new Float32Array()] = activations;
  const [mask = new Uint8Array()] = masks;
  // Pairs are those of a document.
  const length = scenario.segments * scenario.length;
  let above = 0;
  let pairs = 0;
  for (let start = 0; start < mask.length; start += length) {
    const carriers: number[] = [];
    const rest: number[] = [];
    for (let t = start; t < start + length; t++) (mask[t] === 1 ? carriers : rest).push(activation[t] ?? Number.NaN);
    for (const high of carriers) for (const low of rest) if (high > low) above += 1 / length;
    pairs += (carriers.length * rest.length) / length;
  }
  return above / pairs;
}
