/** The neuron that leads a feature's page: text, score, figures and the model to try all begin with it. Pure. */
import type { FeatureResult, Result } from '../../runner/experiment/results/schema.ts';
import { claimsOn, leadClaim } from './claims.ts';
import { firstNeuron } from './ranking.ts';

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
