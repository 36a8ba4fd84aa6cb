/** The neuron that is best on discovery, as it does elsewhere: the choice rule of claims. Pure. */
import { at } from '../../core/at.ts';

/** The neuron with the largest effect, the first of equal ones; null where none can be told. */
export function largest(effects: Float64Array): number | null {
  let best: number | null = null;
  for (let neuron = 0; neuron < effects.length; neuron++) {
    const size = Math.abs(at(effects, neuron));
    if (!Number.isNaN(size) && (best === null || size > Math.abs(at(effects, best)))) best = neuron;
  }
  return best;
}

/** What the neuron that is best on discovery does elsewhere, in the direction that it had there; null where it cannot be told. */
export function outOfSampleEffect(onDiscovery: Float64Array, effectOf: (neuron: number) => number): number | null {
  const best = largest(onDiscovery);
  const effect = best === null ? Number.NaN : effectOf(best);
  return best === null || Number.isNaN(effect) ? null : at(onDiscovery, best) < 0 ? -effect : effect;
}

/** The neurons with the largest effects, by their size. @param effects [neurons]. */
export const largestEffects = (effects: ArrayLike<number>, count: number): number[] =>
  Array.from({ length: effects.length }, (_, neuron) => neuron)
    .filter((neuron) => !Number.isNaN(at(effects, neuron)))
    .sort((a, b) => Math.abs(at(effects, b)) - Math.abs(at(effects, a)) || a - b)
    .slice(0, count);
