/** The neuron that is best on discovery, as it does on confirmation: the choice rule of claims, for any labels. Pure. */
import { at, item } from '../core/at.ts';
import type { Values } from '../core/values.ts';
import { effectsOfNeurons } from '../stats/effects.ts';
import type { Halves } from '../stats/halves.ts';
import type { Activations } from '../stats/tested-text.ts';
import type { BenchFeature } from './bench.ts';

/**
 * @param seen the class that all of the masks are of.
 * @param masks [labels] each [tokens of the class], masks or numbers.
 * @param neurons [neurons] each [scored tokens of confirmation].
 * @param onDiscovery [labels] each [neurons]: local AUC minus .5; NaN where it cannot be told.
 * @returns [labels] The effect on confirmation in the direction that it had on discovery; null where it cannot be told.
 */
export function confirmedBest(
  seen: BenchFeature['seen'],
  masks: readonly Halves<Values>[],
  neurons: Activations,
  onDiscovery: readonly Float64Array[],
): (number | null)[] {
  const { reference, units } = seen.confirmation;
  const chosen = onDiscovery.map(largest);
  const found = masks.map((): number | null => null);
  // Labels with the same best neuron are measured together: it is ranked once.
  for (const [best, labels] of Map.groupBy(masks.keys(), (label) => item(chosen, label))) {
    if (best === null) continue;
    const own = labels.map((label) => item(masks, label).confirmation);
    const classes = [{ view: reference.view, units, masks: own }];
    const [effects] = effectsOfNeurons({ activations: [item(neurons, best)], classes })(0, 1);
    labels.forEach((label, place) => {
      const effect = at(item(effects ?? [], place), 0);
      const direction = at(item(onDiscovery, label), best) < 0 ? -1 : 1;
      if (!Number.isNaN(effect)) found[label] = direction * effect;
    });
  }
  return found;
}

/** The neuron with the largest effect, the first of equal ones; null where none can be told. */
export function largest(effects: Float64Array): number | null {
  const known = [...effects.keys()].filter((neuron) => !Number.isNaN(at(effects, neuron)));
  const [first, ...others] = known;
  if (first === undefined) return null;
  const size = (neuron: number) => Math.abs(at(effects, neuron));
  return others.reduce((best, neuron) => (size(neuron) > size(best) ? neuron : best), first);
}
