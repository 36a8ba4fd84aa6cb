/** What a write-up may say of pairs: numbers by name, of the neurons that speak for a set. Pure. */
import type { PairSummary } from '../../../runner/analysis/pairs/pairs-schema.ts';
import { rightOf } from '../../../runner/words/pairs.ts';

type Interchange = PairSummary['interchange'][number];

/** @returns null of a neuron that was not held at its mean. */
function heldAtMean({ held }: PairSummary, neuron: number) {
  const found = held.find(({ neurons, at }) => at === 'mean' && neurons.length === 1 && neurons[0] === neuron);
  if (found === undefined) return null;
  const { all, conditions, values } = found;
  return {
    ...{ neuron, value: values[0] ?? 0, pairs: all.pairs, right: rightOf(all), margin: all.margin },
    conditions: conditions.length,
    /** Conditions of which all pairs are right, and none. */
    whole: conditions.filter(({ accuracy }) => accuracy === 1).length,
    none: conditions.filter(({ accuracy }) => accuracy === 0).length,
  };
}

const turning = ({ pairs, turned, neurons: [neuron = 0], alike }: Interchange) => ({
  ...{ neuron, pairs, turned, draws: alike?.draws ?? 0, most: alike?.most ?? 0 },
});

/**
 * `first`: the single neuron whose exchange turns most preferences, `held`: that neuron at its mean; `still`: a claimed neuron
 * at its mean whose exchange turns none. What there is none of is null.
 */
export function pairsFacts(set: PairSummary) {
  const single = set.interchange.filter(({ neurons }) => neurons.length === 1);
  const first = single.filter(({ turned }) => turned > 0).toSorted((a, b) => b.turned - a.turned)[0];
  const still = single.find(({ turned, why }) => turned === 0 && why === 'claimed');
  return {
    ...{ pairs: set.pairs, right: rightOf(set.all), margin: set.all.margin },
    first: first === undefined ? null : turning(first),
    held: first === undefined ? null : heldAtMean(set, first.neurons[0] ?? 0),
    still: still === undefined ? null : heldAtMean(set, still.neurons[0] ?? 0),
  };
}
