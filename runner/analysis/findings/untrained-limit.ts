/**
 * How far the best neuron of one more network that never learnt may reach, from those of a few, each chosen on discovery as a claim
 * was. Pure; the networks are read elsewhere. The spread of a few networks is known poorly, but all features are read by the same
 * networks: that of each is shrunk towards the run's own trend. Among the shipped atlases an untrained network in the claim's place
 * passes the limit of three others in 4.5% of cases so, and in 7.0% by Student's t of each feature alone.
 * Source: Zhang & Bowman 2018 (random weights as a control); Smyth 2004 (the moderated t): `stats/moderated.ts`. On the logit of the
 * areas: an area ends at 1, and on its own scale the interval of five untrained networks around .79 reached beyond all that a claim can be.
 */
import { item } from '../../core/at.ts';
import { foretold } from '../stats/moderated.ts';
import { mean, standardDeviation } from '../stats/summary.ts';

/** [networks] each [features]: effect of the network's best neuron; null where the feature cannot be told. */
export type BestNeurons = readonly (readonly (number | null)[])[];

/** Of one feature; effects are areas minus .5. */
export interface UntrainedLimit {
  /** Of each network in which the feature could be told. */
  best: number[];
  mean: number;
  sd: number;
  /** What one more stays under with this probability; .5 where no claim could be told from the untrained. */
  limit(probability: number): number;
  /** The chance that one more is at least as large as a claim, in the direction that it was claimed. */
  p(claim: number): number;
}

/** Nearer to 0 or 1 than this no area is told from another: its logit would be without bound. */
const nearest = 0.0005;
/** An effect is a distance from .5, so that none can be larger than this. */
export const largestEffect = 0.5;

const logitOf = (effect: number): number => {
  const area = Math.min(1 - nearest, Math.max(nearest, 0.5 + effect));
  return Math.log(area / (1 - area));
};

/** @returns [features] null where fewer than two networks tell the feature. */
export function untrainedLimits(networks: BestNeurons): (UntrainedLimit | null)[] {
  const told = (networks[0] ?? []).map((_, feature) => networks.flatMap((network) => item(network, feature) ?? []));
  const enough = told.filter((best) => best.length >= 2);
  const known = foretold(enough.map((best) => best.map(logitOf))).values();
  return told.map((best) => {
    const { value: one } = best.length < 2 ? { value: undefined } : known.next();
    if (one === undefined) return null;
    return {
      ...{ best, mean: mean(best), sd: standardDeviation(best) },
      limit(probability) {
        const limit = one.limit(probability);
        return limit > logitOf(largestEffect) - 1e-9 ? largestEffect : 1 / (1 + Math.exp(-limit)) - 0.5;
      },
      p: (claim) => one.p(logitOf(claim)),
    };
  });
}
