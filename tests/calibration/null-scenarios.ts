/**
 * Scenarios in which no neuron reacts to any feature, yet both change along documents, between documents and between
 * sources: what a test must not take for a reaction. Pure.
 */
import type { FeatureShape, ProfileDraw, Scenario } from './scenario.ts';

export interface Null {
  /** In plain words, for the methods page. */
  about: string;
  scenario: Scenario;
}

/** A half of 24 documents, the fewest that are tested; two segments each, 3,840 scored tokens in all. */
const usual = { documents: 24, sources: 4, segments: 2, length: 80, neurons: 12, vocabulary: 60 };

const features: readonly FeatureShape[] = [
  { frequency: 0.3, run: 20 },
  { frequency: 0.05, run: 2 },
];

const rareFeatures: readonly FeatureShape[] = [
  { frequency: 0.015, run: 5 },
  { frequency: 0.01, run: 1.05 },
];

const nullOf = (about: string, profiles: ProfileDraw, scenario: Partial<Scenario> = {}): Null => ({
  about,
  scenario: { ...usual, features, profiles, ...scenario },
});

export const nulls = {
  'document effects': nullOf(
    'Each document has a level and a trend of its own, for the neurons and for the features.',
    ({ document: [a, b, c, d] }) => ({ neuron: { level: a / 2, slope: 2 * b }, feature: { level: c, slope: 2 * d } }),
  ),
  'source effects': nullOf(
    'Each source has a level and a trend of its own, the same in both halves.',
    ({ source: [a, b, c, d] }) => ({ neuron: { level: a / 2, slope: 3 * b }, feature: { level: c, slope: 3 * d } }),
  ),
  'trend along documents': nullOf(
    'Neurons rise and features become more frequent from the beginning of each document to its end.',
    () => ({ neuron: { slope: 2 }, feature: { slope: 2 } }),
  ),
  'document openings': nullOf(
    'The first tokens of a document are unlike the rest, for neurons and for features.',
    () => ({ neuron: { opening: 2 }, feature: { opening: 2 } }),
  ),
  'autocorrelation with drift': nullOf(
    'Slow neurons (lag-1 correlation up to .95) that rise along each segment, as features do.',
    () => ({ neuron: { drift: 1 }, feature: { drift: 1 } }),
  ),
  'rare bursts': nullOf(
    'Features of one to two tokens in a hundred, in bursts, some documents having far more than others.',
    ({ document: [a, b] }) => ({ neuron: { level: a / 2 }, feature: { level: b } }),
    { documents: 40, features: rareFeatures },
  ),
} satisfies Record<string, Null>;

export type NullName = keyof typeof nulls;
