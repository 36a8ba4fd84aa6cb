/**
 * Is it more than the best neuron of a network that never learnt: above the prediction interval of the untrained
 * networks' best neurons, each chosen on discovery as the claim was. Pure; the networks are read elsewhere.
 * Source: Zhang & Bowman 2018 (random weights as a control); the interval as in `stats/prediction-interval.ts`. The mean
 * of the untrained alone let 19% of untrained networks pass.
 */
import type { Learned } from '../../results/evidence-schema.ts';
import { at, item } from '../../stats/at.ts';
import { effectsOf } from '../../stats/effects.ts';
import type { Halves } from '../../stats/halves.ts';
import { holm } from '../../stats/holm.ts';
import { predictionInterval } from '../../stats/prediction-interval.ts';
import { gather } from '../../stats/reference-text.ts';
import type { Activations } from '../../stats/tested-text.ts';
import { type Bench, type BenchFeature, effectsOn } from '../bench.ts';
import { judged, notRun, notTestable, type Rung, type UntrainedBest } from './rung.ts';

export const learnedCriteria = { networks: 5, probability: 0.95, adjustedP: 0.05 } as const;
const criteria = learnedCriteria;

export const learned: Rung<'learned'> = {
  name: 'learned',
  question: 'Is it more than the best neuron of a network that never learnt?',
  criteria,
  passesWhen: `The effect is above the one-sided ${100 * criteria.probability}% prediction interval of the best neurons of ${criteria.networks} untrained networks that read the same text, over all claims (Holm).`,
  needs: ['untrained networks'],
  async compute({ choice, outcomes, untrained }) {
    const measured = choice.claims.map(({ feature, sign }, index) => {
      const effect = outcomes.effect?.[index]?.measured ?? null;
      if (effect === null) return 'The effect could not be told.';
      const best = bestNeurons(untrained, feature);
      return compared(sign * (effect.localAuc - 0.5), best);
    });
    const tested = measured.filter((each) => typeof each === 'object' && each !== null);
    const adjusted = holm(tested.map(({ p }) => p));
    return measured.map((each) => {
      if (each === null) return notRun('No untrained network was read.');
      if (typeof each === 'string') return notTestable(each);
      return judgeLearned({ ...each, adjustedP: at(adjusted, tested.indexOf(each)) });
    });
  },
};

/** @returns null when too few networks were read. */
function compared(claim: number, best: number[]): Omit<Learned, 'adjustedP'> | null {
  if (best.length < 2) return null;
  return { networks: best.length, claim, best, ...predictionInterval(best, claim, criteria.probability) };
}

/** An effect is a distance from .5, so that none can be larger than this. */
const largestEffect = 0.5;

export function judgeLearned(measured: Learned) {
  if (measured.adjustedP < criteria.adjustedP) return judged(measured, null);
  return judged(
    measured,
    measured.limit >= largestEffect
      ? 'Networks that never learnt tell the feature so well that no effect could be more than theirs.'
      : 'A network that never learnt has a neuron that tells the feature about as well.',
  );
}

/** [features] Effect on confirmation of the network's best neuron on discovery, in the direction that it had there. */
export function bestOfNetwork(bench: Bench, network: Halves<Activations>): (number | null)[] {
  const onDiscovery = effectsOn(bench, 'discovery', network.discovery);
  return bench.features.map((feature, index) => confirmed(feature, network.confirmation, item(onDiscovery, index)));
}

/** Of each network in which the feature could be told, the effect of its best neuron. */
export const bestNeurons = (untrained: UntrainedBest, feature: number): number[] =>
  untrained.map((network) => item(network, feature)).filter((each) => each !== null);

function confirmed({ seen, mask }: BenchFeature, neurons: Activations, onDiscovery: Float64Array): number | null {
  const known = [...onDiscovery.keys()].filter((neuron) => !Number.isNaN(at(onDiscovery, neuron)));
  const [first, ...others] = known;
  if (first === undefined) return null;
  const size = (neuron: number) => Math.abs(at(onDiscovery, neuron));
  const best = others.reduce((largest, neuron) => (size(neuron) > size(largest) ? neuron : largest), first);
  const { reference, units } = seen.confirmation;
  const activation = gather(item(neurons, best), reference, 0);
  const [effects = new Float64Array(0)] = effectsOf(1, () => activation, [mask.confirmation], units);
  const effect = at(effects, 0);
  return Number.isNaN(effect) ? null : (at(onDiscovery, best) < 0 ? -1 : 1) * effect;
}
