/**
 * Which neuron of a network trained from another seed does what a claimed neuron does. Pure.
 * Source: Li et al. 2016 (convergent learning: neurons matched across networks by correlation); Gurnee et al. 2024
 * (universal neurons, against a random baseline).
 */

import { at } from '../../core/at.ts';
import { correlations } from '../stats/correlations.ts';
import type { Halves } from '../stats/halves.ts';
import type { Activations } from '../stats/tested-text.ts';

export interface SeedMatch {
  neuron: number;
  /** Correlation on the confirmation half; above 0 where it has the sign that it had on discovery. */
  correlation: number;
  /** What a neuron matched at random would have on average, without its sign, on the confirmation half. */
  random: number;
}

/**
 * The neuron with the largest correlation, whatever its sign, on the discovery half; the first of equal ones.
 * @param claimed activation of the claimed neuron on both halves.
 * @param other all neurons of the other network.
 */
export function matchAcrossSeeds(claimed: Halves<Float32Array>, other: Halves<Activations>): SeedMatch {
  const onDiscovery = correlations(claimed.discovery, other.discovery);
  const onConfirmation = correlations(claimed.confirmation, other.confirmation);
  let neuron = 0;
  for (let each = 1; each < onDiscovery.length; each++) {
    if (Math.abs(at(onDiscovery, each)) > Math.abs(at(onDiscovery, neuron))) neuron = each;
  }
  const sign = at(onDiscovery, neuron) < 0 ? -1 : 1;
  return {
    neuron,
    correlation: sign * at(onConfirmation, neuron),
    random: onConfirmation.reduce((sum, r) => sum + Math.abs(r), 0) / onConfirmation.length,
  };
}
