/** The neuron that is best on discovery, as it does on confirmation: the choice rule of claims, for any labels. Pure. */
import { at, item } from '../../core/at.ts';
import type { FeatureValues } from '../../core/values.ts';
import { type Carriers, carriersIn } from '../stats/carriers.ts';
import { effectsOfRanks, ranksInClasses } from '../stats/effects.ts';
import type { Activations, Halves } from '../stats/tested-text.ts';
import type { BenchFeature } from './bench.ts';

/** What takes [neurons] each [scored tokens of confirmation] and what is known of them on discovery. */
export type Confirm = (neurons: Activations, onDiscovery: readonly Float64Array[]) => (number | null)[];

/**
 * @param seen the class that all of the masks are of.
 * @param labels at the tokens of the class.
 * @returns what takes any network's neurons, and of each label [neurons] the local AUC minus .5 on discovery, NaN where it cannot be
 *   told, and gives [labels] the effect on confirmation in the direction that it had on discovery; null where it cannot be told.
 */
export function confirmedBest(
  seen: BenchFeature['seen'],
  labels: readonly Halves<FeatureValues | Carriers>[],
): Confirm {
  const { reference, units } = seen.confirmation;
  // Nothing of discovery is held on to: there are thousands of them.
  const own = labels.map(({ confirmation }) => carriersIn(confirmation));
  const classes = [{ view: reference.view, units, carriers: own }];
  const ranked = effectsOfRanks(classes);
  let ranksOf: ReturnType<typeof ranksInClasses> | undefined;
  return (neurons, onDiscovery) => {
    ranksOf ??= ranksInClasses(classes, neurons[0]?.length ?? 0);
    const chosen = onDiscovery.map(largest);
    const found = own.map((): number | null => null);
    // Labels with the same best neuron are measured together: it is ranked once.
    for (const [best, labels] of Map.groupBy(own.keys(), (label) => item(chosen, label))) {
      if (best === null) continue;
      ranked.put(0, ranksOf(item(neurons, best)));
      for (const label of labels) {
        const effect = ranked.one(0, label, 0);
        const direction = at(item(onDiscovery, label), best) < 0 ? -1 : 1;
        if (!Number.isNaN(effect)) found[label] = direction * effect;
      }
    }
    return found;
  };
}

/** The neuron with the largest effect, the first of equal ones; null where none can be told. */
export function largest(effects: Float64Array): number | null {
  const known = [...effects.keys()].filter((neuron) => !Number.isNaN(at(effects, neuron)));
  const [first, ...others] = known;
  if (first === undefined) return null;
  const size = (neuron: number) => Math.abs(at(effects, neuron));
  return others.reduce((best, neuron) => (size(neuron) > size(best) ? neuron : best), first);
}

/** What the neuron that is best on discovery does elsewhere, in the direction that it had there; null where it cannot be told. */
export function bestElsewhere(onDiscovery: Float64Array, effectOf: (neuron: number) => number): number | null {
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
