/** The neuron that leads a feature's page: text, score, figures and the model to try all begin with it. Pure. */
import type { FeatureResult, Result } from '../../runner/experiment/results/schema.ts';
import { claimsOn, leadClaim } from './claims.ts';
import { firstNeuron, shownNeurons } from './ranking.ts';

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

export interface SideBySide {
  neuron: number;
  /** Chosen by the detection, or the one that leads; the others stand beside one of these. */
  chosen: boolean;
}

/** Neurons in groups of neighbours: the leading one and those beside it first, then the windows; at most `most`. */
export function sideBySide(
  result: Leading & Pick<Result, 'model'>,
  feature: Pick<FeatureResult, 'name' | 'windows'>,
  most: number,
): SideBySide[] {
  const lead = leadNeuron(result, feature);
  const own = windowWith(feature.windows, lead);
  const beside = Math.max(1, result.detection.neighbours);
  const first: SideBySide[] = own
    ? shownNeurons([own]).map(({ neuron, role }) => ({ neuron, chosen: role === 'detected' || neuron === lead }))
    : neuronsAround(lead, beside, result.model.units).map((neuron) => ({ neuron, chosen: neuron === lead }));
  const rest = shownNeurons(feature.windows.filter((window) => window !== own))
    .map(({ neuron, role }) => ({ neuron, chosen: role === 'detected' }))
    .filter(({ neuron }) => !first.some((each) => each.neuron === neuron));
  const all = [...first, ...rest];
  const from = Math.max(0, Math.min(all.findIndex(({ neuron }) => neuron === lead) - 1, all.length - most));
  return all.slice(from, from + most);
}
