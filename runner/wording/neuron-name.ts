/** How a neuron is called: by its number, and where neurons of several arrays were compared by its array too. Pure. */

import type { Claim } from '../experiment/results/evidence-schema.ts';
import { nameOf } from '../nn/models/networks.ts';

/** A claim, or what of it says which neuron it is about. */
type Named = Pick<Claim, 'neuron'> & Partial<Pick<Claim, 'component' | 'layer' | 'ofSeveral'>>;

/** 'neuron 408', 'neuron 3 of the cell state of layer 2'. */
export const neuronNamed = ({ neuron, component, layer, ofSeveral }: Named): string =>
  toldNamed(ofSeveral === undefined ? { neuron } : { neuron, component, layer });

/** The same at the beginning of a sentence. */
export const neuronFirst = (claim: Named): string => neuronNamed(claim).replace('n', 'N');

/** A neuron that is told beside a claim, with its array where there are several. */
export const toldNamed = ({ neuron, component, layer }: Told): string =>
  component === undefined || layer === undefined
    ? `neuron ${neuron}`
    : `neuron ${neuron} of the ${nameOf(component)} of layer ${layer}`;

export const toldFirst = (told: Told): string => toldNamed(told).replace('n', 'N');

interface Told {
  neuron: number;
  component?: string | undefined;
  layer?: number | undefined;
}
