/** What the expressions of a write-up may name where it is about an experiment. Pure. */

import type { RungName } from '../../../runner/analysis/findings/names-schema.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import { fallsSentence, interchangeSentence } from '../../../runner/words/falls.ts';
import { verdictPhrase } from '../../../runner/words/verdict.ts';
import { claimsOn, leadClaim } from '../claims.ts';
import { correlationOf } from '../folded.ts';
import { detectedNeurons } from '../ranking.ts';
import { featureOf } from './chosen.ts';
import type { WriteUpPlace } from './error.ts';
import { asItIs, type Facts, formats, strict } from './expression.ts';
import { pairsFacts } from './pairs-facts.ts';

/** A feature is named by its name; where there is only one it may be left out. What was not asked or found is null. */
export const factsOf = (result: Result) => (place: WriteUpPlace) => {
  const { evidence } = result;
  const featureNamed = (name?: string) => featureOf(place, result, name).feature;
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
    /** Where the effect of that claim falls, and what a single step of it does, in a sentence. */
    falls: (of?: string | Claim) => whereItFalls(claimOf(of)),
    step: (of?: string | Claim) => whatAStepDoes(claimOf(of)),
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

const whereItFalls = (claim: Claim | null): string | null => {
  const used = claim?.rungs.used.measured ?? null;
  return claim?.falls && used ? fallsSentence(claim.falls, used.flip, claim.says) : null;
};

const whatAStepDoes = (claim: Claim | null): string | null =>
  claim?.interchange ? interchangeSentence(claim.interchange, claim.says) : null;

const phraseOf = (claim: Claim | null): string | null => (claim === null ? null : verdictPhrase(claim));

const onFeature = <Finding extends { feature: string }>(findings: readonly Finding[] | undefined, name: string) =>
  findings?.find(({ feature }) => feature === name) ?? null;
