/** What the expressions of a write-up may name where it is about an experiment. Pure. */
import type { RungName } from '../../../runner/analysis/findings/names-schema.ts';
import type { PairSummary } from '../../../runner/analysis/pairs/pairs-schema.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import type { FeatureResult, Result } from '../../../runner/experiment/results/schema.ts';
import { rightOf } from '../../../runner/wording/pairs.ts';
import { verdictPhrase } from '../../../runner/wording/verdict.ts';
import { claimsOn, leadClaim } from '../claims.ts';
import { correlationOf } from '../folded.ts';
import { detectedNeurons } from '../lead.ts';
import { asItIs, type Facts, formats, listed, strict, WriteUpError, type WriteUpPlace } from './expression.ts';

/** The feature of this name; without a name, the only one. */
export function featureOf(place: WriteUpPlace, { features }: Pick<Result, 'features'>, name?: string): FeatureResult {
  const exists = `it has ${listed(features.map((each) => `"${each.name}"`)) || 'none'}`;
  if (name === undefined && features.length > 1) {
    throw new WriteUpError(place, 'this experiment has several features, so one must be named: feature="..."', exists);
  }
  const found = name === undefined ? features[0] : features.find((each) => each.name === name);
  if (found) return found;
  throw new WriteUpError(place, `this experiment has no feature${name === undefined ? '' : ` "${name}"`}`, exists);
}

/** A feature is named by its name; where there is only one it may be left out. What was not asked or found is null. */
export const factsOf = (result: Result) => (place: WriteUpPlace) => {
  const { evidence } = result;
  const featureNamed = (name?: string) => featureOf(place, result, name);
  const lead = (name?: string) => leadClaim(claimsOn(result, featureNamed(name))) ?? null;
  const claimOf = (of?: string | Claim) => (typeof of === 'object' ? asItIs(of) : lead(of));
  const rung = (of: RungName, name?: string) => strict(place, 'a claim', lead(name)?.rungs)?.[of];
  return {
    /** As it was published. */
    result: strict(place, 'result', { ...result, evidence }),
    feature: (name?: string) => strict(place, 'the feature', featureNamed(name)),
    /** The claim that speaks for a feature. */
    lead: (name?: string) => strict(place, 'the claim', lead(name)),
    /** What is said of that claim in words, or of another. */
    verdict: (of?: string | Claim) => phraseOf(claimOf(of)),
    /**
     * What a rung measured of it, or one of its numbers, and what came out: 'passed', 'failed', 'not run' or 'not testable'. Of *learned*
     * nothing where the control labels ended it and no untrained network was read.
     */
    measured(of: RungName | ClaimNumber, name?: string) {
      const found = (isNumber(of) ? lead(name)?.[of] : rung(of, name)?.measured) ?? null;
      return strict(place, of, found !== null && 'limit' in found && found.limit === null ? null : found);
    },
    status: (of: RungName, name?: string) => rung(of, name)?.status ?? null,
    /** The local AUC of a claim on new documents. */
    auc: (claim: Claim | null) => asItIs(claim)?.effect?.localAuc ?? null,
    /** The same of a claim on a number: its local rank correlation. */
    correlation: (asked: Claim | null) => {
      const claim = asItIs(asked);
      return claim?.says.number && claim.effect ? correlationOf(claim.effect.localAuc) : null;
    },
    /** All claims on a feature. */
    claims: (name?: string) => strict(place, 'the claims', claimsOn(result, featureNamed(name))),
    /** The neurons that were chosen for it, best first. */
    chosen: (name?: string) => strict(place, 'the neurons', detectedNeurons(featureNamed(name))),
    group: (name?: string) => strict(place, 'the group', onFeature(evidence?.groups, featureNamed(name).name)),
    probe: (name?: string) => strict(place, 'the probe', onFeature(evidence?.probes, featureNamed(name).name)),
    /** What a set of minimal pairs came to; without a name, the first. */
    pairs: (name?: string) => {
      const set = result.pairs?.sets.find((each) => name === undefined || each.name === name);
      return strict(place, 'the pairs', set === undefined ? null : pairsFacts(set));
    },
    /** Whether the experiment has a feature of this name. */
    asked: (name: string) => result.features.some((feature) => feature.name === name),
    ...formats(place),
  } satisfies Facts;
};

type ClaimNumber = (typeof claimNumbers)[number];
const claimNumbers = ['effect', 'chance', 'context'] as const;
const isNumber = (of: string): of is ClaimNumber => claimNumbers.some((each) => each === of);

const phraseOf = (claim: Claim | null): string | null => (claim === null ? null : verdictPhrase(claim));

const onFeature = <Finding extends { feature: string }>(findings: readonly Finding[] | undefined, name: string) =>
  findings?.find(({ feature }) => feature === name) ?? null;

/** @returns null of a neuron that was not held at its mean. */
function heldAtMean({ held }: PairSummary, neuron: number) {
  const found = held.find(({ neurons, at }) => at === 'mean' && neurons.length === 1 && neurons[0] === neuron);
  if (found === undefined) return null;
  const { all, conditions, values } = found;
  return {
    neuron,
    value: values[0] ?? 0,
    pairs: all.pairs,
    right: rightOf(all),
    margin: all.margin,
    conditions: conditions.length,
    /** Conditions of which all pairs are right, and none. */
    whole: conditions.filter(({ accuracy }) => accuracy === 1).length,
    none: conditions.filter(({ accuracy }) => accuracy === 0).length,
  };
}

/** Pairs that stand in the training text, and what is right of the others; null where it is not known. */
const seenFacts = ({ seen }: PairSummary) =>
  seen === undefined
    ? null
    : { pairs: seen.pairs, others: seen.others?.pairs ?? 0, right: seen.others === null ? 0 : rightOf(seen.others) };

/**
 * Of pairs, `first`: the single neuron whose exchange turns most preferences, `held`: that neuron at its mean; `still`: a claimed
 * neuron at its mean whose exchange turns none. What there is none of is null.
 */
export function pairsFacts(set: PairSummary) {
  const single = set.interchange.flatMap(({ neurons, pairs, turned, alike, why }) => {
    const [neuron, ...others] = neurons;
    const told = { pairs, turned, draws: alike?.draws ?? 0, most: alike?.most ?? 0 };
    return neuron === undefined || others.length > 0 ? [] : [{ why, told: { neuron, ...told } }];
  });
  const [first] = single.filter(({ told }) => told.turned > 0).toSorted((a, b) => b.told.turned - a.told.turned);
  const still = single.find(({ told, why }) => told.turned === 0 && why === 'claimed');
  return {
    pairs: set.pairs,
    right: rightOf(set.all),
    margin: set.all.margin,
    seen: seenFacts(set),
    first: first?.told ?? null,
    held: first === undefined ? null : heldAtMean(set, first.told.neuron),
    still: still === undefined ? null : heldAtMean(set, still.told.neuron),
  };
}
