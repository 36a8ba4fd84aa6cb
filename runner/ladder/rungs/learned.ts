/**
 * Is it more than the best neuron of a network that never learnt: above the prediction interval of the untrained
 * networks' best neurons, each chosen on discovery as the claim was. Pure; the networks are read elsewhere.
 * Source: Zhang & Bowman 2018 (random weights as a control); the interval as in `stats/prediction-interval.ts`. The mean
 * of the untrained alone let 19% of untrained networks pass. The interval is that of the logits of the areas: an area ends
 * at 1, and on its own scale the interval of five untrained networks around .79 reached beyond all that a claim can be, so
 * that half of what is true failed. On the logit as few untrained networks pass, and nearly all that is true.
 *
 * And is it more than training gives to any label: a network that has learned to read tells words apart better than one
 * that has not, and so any label that hangs on words. Where the token does not decide the feature, the claim must be above
 * all labels of `ladder/control-labels.ts`. (Without them 18 of 24 claims on hashes of three tokens passed on the shipped LSTM
 * and 4 of 24 on hashes of five; with them none.)
 */

import { at } from '../../core/at.ts';
import type { LearnedMeasurement, MeaninglessLabels } from '../../results/rungs-schema.ts';
import { holm } from '../../stats/holm.ts';
import { type Prediction, predictionInterval } from '../../stats/prediction-interval.ts';
import { choice } from '../choice.ts';
import { meaninglessCriteria } from '../control-labels.ts';
import { effect } from '../effect.ts';
import { labels } from '../meaningless.ts';
import { bestNeurons, shuffled, untrained } from '../untrained.ts';
import { judged, notRun, notTestable, rung } from './rung.ts';

export const learnedCriteria = {
  /** At least; as many as `untrainedNetworkCount` says where they are small, for the interval of more is narrower. */
  networks: 5,
  mostNetworks: 19,
  probability: 0.95,
  adjustedP: 0.05,
  labels: meaninglessCriteria.labels,
} as const;
const criteria = learnedCriteria;

export const learned = rung({
  name: 'learned',
  title: 'comparing with untrained networks',
  question: 'Is it more than an untrained network has, and more than for control labels?',
  criteria,
  passesWhen: `The effect is above the one-sided ${100 * criteria.probability}% prediction interval (on the logit of the AUC) of the best neurons of ${criteria.networks} to ${criteria.mostNetworks} untrained networks (the more, the smaller they are) that read the same text, over all claims (Holm), and, where another program trained the network, of as many whose weights are its own in another order; and above the network's own best neurons for each of ${criteria.labels} control labels, which mean nothing: as frequent as the feature and in runs as long, or, where the token decides the feature, as frequent random sets of tokens.`,
  needs: ['untrained networks'],
  inputs: [choice, effect, untrained, shuffled, labels],
  reads: [],
  async compute({ found }) {
    const measured = found.choice.claims.map(({ feature, sign }, index) => {
      const own = found.effect[index] ?? null;
      if (own === null) return 'no effect' as const;
      const best = { drawn: bestNeurons(found.untrained, feature), shuffled: bestNeurons(found.shuffled, feature) };
      return compared(sign * (own.localAuc - 0.5), best, found.labels[feature] ?? null);
    });
    const tested = measured.filter((each) => typeof each === 'object' && each !== null);
    const adjusted = holm(tested.map(({ p }) => p));
    return measured.map((each) => {
      if (each === null) return notRun({ code: 'no untrained network' });
      if (each === 'no effect') return notTestable({ code: 'no effect measured' });
      return judgeLearned({ ...each, adjustedP: at(adjusted, tested.indexOf(each)) });
    });
  },
});

/** @returns null when too few networks were read. */
function compared(
  claim: number,
  { drawn, shuffled: own }: { drawn: number[]; shuffled: number[] },
  labels: MeaninglessLabels | null,
): Omit<LearnedMeasurement, 'adjustedP'> | null {
  if (drawn.length < 2) return null;
  const interval = untrainedInterval(drawn, claim);
  const { limit, p } = own.length < 2 ? { limit: 0, p: 0 } : untrainedInterval(own, claim);
  return {
    networks: drawn.length,
    claim,
    best: drawn,
    ...interval,
    p: Math.max(interval.p, p),
    shuffled: own.length < 2 ? null : { networks: own.length, best: own, limit, p },
    labels,
  };
}

/** Nearer to 0 or 1 than this no area is told from another: its logit would be without bound. */
const nearest = 0.0005;
/** An effect is a distance from .5, so that none can be larger than this. */
const largestEffect = 0.5;

const logitOf = (effect: number): number => {
  const area = Math.min(1 - nearest, Math.max(nearest, 0.5 + effect));
  return Math.log(area / (1 - area));
};

/**
 * Where the best neuron of one more untrained network would lie, and the chance that it is as large as the claim.
 * @param best effects (areas minus .5) of the untrained networks' best neurons, at least two.
 * @param claim the effect that is judged, in the direction that it was claimed.
 * @param probability that one more untrained network is below the limit.
 * @returns mean, SD and limit as effects, the limit .5 where no claim could be told from the untrained; p of the claim.
 */
export function untrainedInterval(
  best: readonly number[],
  claim: number,
  probability: number = criteria.probability,
): Prediction {
  const interval = (known: readonly number[], value: number) => predictionInterval(known, value, probability);
  const { mean, sd } = interval(best, claim);
  const { limit, p } = interval(best.map(logitOf), logitOf(claim));
  const beyondAll = limit > logitOf(largestEffect) - 1e-9;
  return { mean, sd, limit: beyondAll ? largestEffect : 1 / (1 + Math.exp(-limit)) - 0.5, p };
}

/** Whether an effect is more than the network has for labels that mean nothing; true where none could be made. */
export const beyondLabels = (claim: number, labels: MeaninglessLabels | null): boolean =>
  labels === null || labels.best.every((each) => claim > each);

function judgeLearned(measured: LearnedMeasurement) {
  if (measured.adjustedP < criteria.adjustedP) {
    return judged(measured, beyondLabels(measured.claim, measured.labels) ? null : { code: 'control labels' });
  }
  return judged(measured, measured.limit >= largestEffect ? { code: 'untrained at the top' } : { code: 'untrained' });
}
