/** In how many trials a feature has a neuron of its own, in all and by setting. Pure. */

import { exactInterval } from '../../../runner/analysis/stats/distributions.ts';
import { counted } from '../../../runner/core/words.ts';
import type { Setting, SweepResult, SweepTrial, TrialClaim } from '../../../runner/experiment/results/sweep-schema.ts';
import { seedKey, valuesOf } from './settings.ts';

export interface ClaimCounts {
  /** Trials in which the feature was tested. */
  tested: number;
  /** The leading claim holds on documents that took no part in its choice. */
  heldOut: number;
  /** And is more than the best of untrained networks. */
  learned: number;
  /** And the neuron still differs after the feature began. */
  remembers: number;
  /** And the network acts on it; null where no trial tried. */
  used: number | null;
  /** Of `learned`, 0 to 1. */
  interval: [number, number];
}

export interface FeatureClaims {
  feature: string;
  all: ClaimCounts;
  /** By each setting of few values but the seed. */
  bySetting: { key: string; rows: { value: Setting; counts: ClaimCounts }[] }[];
}

/** More values than that make no table. */
const mostValues = 8;
const remembering: readonly string[] = ['remembers', 'used', 'replicated'];

export function featureClaims(result: SweepResult): FeatureClaims[] {
  const features = [...new Set(result.trials.flatMap(({ claims }) => claims.map(({ feature }) => feature)))];
  const keys = result.settings
    .map(({ key }) => key)
    .filter((key) => key !== seedKey && valuesOf(result, key).length > 1 && valuesOf(result, key).length <= mostValues);
  return features.map((feature) => ({
    feature,
    all: countsOf(result.trials, feature),
    bySetting: keys.map((key) => ({
      key,
      rows: valuesOf(result, key).map((value) => ({
        value,
        counts: countsOf(
          result.trials.filter(({ parameters }) => JSON.stringify(parameters[key]) === JSON.stringify(value)),
          feature,
        ),
      })),
    })),
  }));
}

function countsOf(trials: readonly SweepTrial[], feature: string): ClaimCounts {
  const claims = trials.flatMap((trial) => trial.claims.filter((claim) => claim.feature === feature));
  const count = (holds: (claim: TrialClaim) => boolean) => claims.filter(holds).length;
  const learned = count(isLearned);
  const tried = claims.some(({ used }) => used === 'passed' || used === 'failed');
  return {
    tested: claims.length,
    heldOut: count(({ heldOut }) => heldOut === 'passed'),
    learned,
    remembers: count((claim) => isLearned(claim) && remembering.includes(claim.level)),
    used: tried ? count((claim) => isLearned(claim) && claim.used === 'passed') : null,
    interval: claims.length === 0 ? [0, 1] : exactInterval(learned, claims.length),
  };
}

/** Holds on held-out text, and is more than an untrained network has. */
export const isLearned = ({ heldOut, learned }: TrialClaim): boolean => heldOut === 'passed' && learned === 'passed';

/** One sentence: in how many trials the feature has a neuron. */
export function claimSentence({ feature, all: { tested, learned } }: FeatureClaims): string {
  if (learned === 0) return `In none of ${counted(tested, 'trial')} does a neuron learn to react to ‘${feature}’.`;
  if (learned === tested)
    return `In ${tested === 1 ? 'the one trial' : `all ${tested} trials`} a neuron learns to react to ‘${feature}’.`;
  return `In ${learned} of ${tested} trials a neuron learns to react to ‘${feature}’.`;
}
