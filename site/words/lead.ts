/** Which neurons a feature's pages show first: the one that leads text, score, figures and model, and those of the ranking. Pure. */
import type { FeatureResult, Result, ShownNeuron } from '../../runner/experiment/results/schema.ts';
import { claimsOn, leadClaim } from './claims.ts';

type Leading = Pick<Result, 'evidence' | 'detection' | 'record'>;

/**
 * That of the leading claim on what was recorded; where neurons were ranked by their rhythm, or nothing was tested, the
 * first of the ranking.
 */
export function leadNeuron(result: Leading, feature: Pick<FeatureResult, 'name' | 'windows'>): number {
  const lead = leadClaim(claimsOn(result, feature));
  const { component, layer } = result.record;
  return lead && result.detection.by !== 'fourier' && lead.component === component && lead.layer === layer
    ? lead.neuron
    : firstNeuron(feature);
}

/** The window that holds a neuron. */
export const windowWith = <Window extends { neurons: readonly { neuron: number }[] }>(
  windows: readonly Window[],
  wanted: number,
): Window | undefined => windows.find(({ neurons }) => neurons.some(({ neuron }) => neuron === wanted));

/** A neuron and so many on each side of it, as far as a layer of `units` has them. */
export const neuronsAround = (middle: number, beside: number, units: number): number[] =>
  Array.from({ length: 2 * beside + 1 }, (_, index) => middle - beside + index).filter(
    (neuron) => neuron >= 0 && neuron < units,
  );

/** The neurons of all windows, in their order. */
export const shownNeurons = (windows: FeatureResult['windows']): ShownNeuron[] =>
  windows.flatMap((window) => window.neurons);

/** The neurons that were chosen, best first; those given by hand in their own order. */
export function detectedNeurons(feature: Pick<FeatureResult, 'windows'>): ShownNeuron[] {
  return shownNeurons(feature.windows)
    .filter((neuron) => neuron.role === 'detected')
    .sort((a, b) => (a.rank ?? Number.POSITIVE_INFINITY) - (b.rank ?? Number.POSITIVE_INFINITY) || a.neuron - b.neuron);
}

/** The neuron whose activations colour the text at first; 0 when none was chosen. */
export const firstNeuron = (feature: Pick<FeatureResult, 'windows'>): number =>
  detectedNeurons(feature)[0]?.neuron ?? 0;

/** The positions to underline in a text: none when every token carries the feature, for that would mark nothing. */
export const markedCarriers = (positions: readonly number[], tokens: number): readonly number[] =>
  positions.length < tokens ? positions : [];

/**
 * What the relevance beside the neurons of a feature is, and that it grades none of them.
 * @param tested whether claims on the feature were tested.
 */
export const relevanceNote = (tested: boolean): string =>
  `Relevance is how much a neuron jumps at these tokens, beside the one of the layer that jumps most, which has 1.00 even on noise: it says where to look and tests nothing.${tested ? ' The order of the evidence is another: a neuron of high relevance may have failed, and the one that leads the page need not have the highest.' : ''}`;

/** Whether the relevance orders the neurons at all: it is undefined without carriers and 0 when every token carries. */
export const hasRelevance = (feature: Pick<FeatureResult, 'relevance'>): boolean =>
  feature.relevance?.relevance.some((score) => score > 0) ?? false;
