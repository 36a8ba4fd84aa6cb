/**
 * First: is it more than training gives to any label? A network that has learned to read tells words apart better than one
 * that has not, and so any label that hangs on words: the claim must be above all labels of `control-labels.ts`. That asks no
 * other network. (Without them 18 of 24 claims on hashes of three tokens passed on the shipped LSTM and 4 of 24 on hashes of five;
 * with them none.) Then: is it more than the best neuron of a network that never learnt: above the limit of `untrainedLimits`.
 * The mean of the untrained alone let 19% of untrained networks pass. Pure; the networks are read elsewhere.
 */
import { holm } from '../../stats/holm.ts';
import { moderationCriteria } from '../../stats/moderated.ts';
import { choice } from '../choice.ts';
import { meaninglessCriteria } from '../control-labels.ts';
import { effect } from '../effect.ts';
import { beyondLabels, labels } from '../meaningless.ts';
import type { LearnedMeasurement, MeaninglessLabels } from '../rungs-schema.ts';
import {
  largestEffect,
  shuffled,
  type UntrainedLimit,
  untrained,
  untrainedCriteria,
  untrainedLimits,
} from '../untrained.ts';
import { judged, notRun, notTestable, rung } from './rung.ts';

export const learnedCriteria = {
  ...untrainedCriteria,
  probability: 0.95,
  adjustedP: 0.05,
  labels: meaninglessCriteria.labels,
} as const;
const criteria = learnedCriteria;

export const learned = rung({
  name: 'learned',
  title: 'Comparing with untrained networks',
  question: 'Is it more than an untrained network has, and more than for control labels?',
  criteria,
  passesWhen: `The effect is above the network's own best neurons for each of ${criteria.labels} control labels, which mean nothing: as frequent as the feature and in runs as long, or, where the token decides the feature, as frequent random sets of tokens; and it is above the one-sided ${100 * criteria.probability}% limit for one more of ${criteria.networks} to ${criteria.most} untrained networks that read half of the documents (on the logit of the AUC, the variance of each feature shrunk towards the trend of all), over all claims (Holm), and, where another program trained the network, for one more of as many whose weights are its own in another order. Where no claim is above the mean of ${criteria.enough}, no more are read, nor where each is under that of ${criteria.networks} or beyond them at p < ${criteria.surely}.`,
  needs: ['untrained networks'],
  inputs: [choice, effect, labels, untrained, shuffled],
  bounds: [moderationCriteria],
  reads: [],
  async compute({ found }) {
    const [drawn, own] = [untrainedLimits(found.untrained), untrainedLimits(found.shuffled)];
    const measured = found.choice.claims.map(({ feature, sign }, index) => {
      const known = found.effect[index] ?? null;
      if (known === null) return 'no effect' as const;
      const claim = sign * (known.localAuc - 0.5);
      const limits = { drawn: drawn[feature] ?? null, own: own[feature] ?? null };
      return compared(claim, limits, found.labels[feature] ?? null);
    });
    const tested = measured.flatMap((each) => (each === 'no effect' || each?.p == null ? [] : [each.p]));
    const adjusted = holm(tested).values();
    return measured.map((each) => {
      if (each === null) return notRun({ code: 'no untrained network' });
      if (each === 'no effect') return notTestable({ code: 'no effect measured' });
      return judgeLearned({ ...each, adjustedP: each.p === null ? null : (adjusted.next().value ?? null) });
    });
  },
});

/** @returns null when too few networks were read of a claim that is more than control labels. */
function compared(
  claim: number,
  { drawn, own }: Record<'drawn' | 'own', UntrainedLimit | null>,
  labels: MeaninglessLabels | null,
): Omit<LearnedMeasurement, 'adjustedP'> | null {
  if (drawn === null) {
    const nothing = { mean: null, sd: null, limit: null, p: null, shuffled: null };
    return beyondLabels(claim, labels) ? null : { networks: 0, claim, best: [], ...nothing, labels };
  }
  const told = ({ best, limit, p }: UntrainedLimit) => ({
    networks: best.length,
    best,
    limit: limit(criteria.probability),
    p: p(claim),
  });
  const shuffled = own === null ? null : told(own);
  const { mean, sd } = drawn;
  const known = told(drawn);
  return { claim, ...known, mean, sd, p: Math.max(known.p, shuffled?.p ?? 0), shuffled, labels };
}

function judgeLearned(measured: LearnedMeasurement) {
  const { claim, limit, adjustedP, labels } = measured;
  if (!beyondLabels(claim, labels)) return judged(measured, { code: 'control labels' });
  if (adjustedP !== null && adjustedP < criteria.adjustedP) return judged(measured, null);
  return judged(measured, (limit ?? 0) >= largestEffect ? { code: 'untrained at the top' } : { code: 'untrained' });
}
