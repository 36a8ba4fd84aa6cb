/** The claims of a result as a page orders and names them. Pure. */
import type { Claim } from '../../runner/results/evidence-schema-1.ts';
import type { FeatureResult, Result } from '../../runner/results/schema.ts';
import { componentName } from './components.ts';

/** The claims on one feature, in the order of the result. */
export const claimsOn = (result: Pick<Result, 'evidence'>, feature: Pick<FeatureResult, 'name'>): Claim[] =>
  (result.evidence?.claims ?? []).filter((claim) => claim.feature === feature.name);

/** The claim that speaks for a feature: the first that was chosen on the discovery half, else the first of all. */
export const leadClaim = (claims: readonly Claim[]): Claim | undefined =>
  claims.find(({ chosen }) => chosen === 'effect') ?? claims[0];

/** A claim's id on its page; `feature` is which of the page's features, from 1. */
export const claimAnchor = (feature: number, claim: Pick<Claim, 'neuron'>): string =>
  `feature-${feature}-neuron-${claim.neuron}`;

/** 'output gate, lower at the feature'. */
export const claimTitle = ({ component, sign }: Pick<Claim, 'component' | 'sign'>): string =>
  `${componentName(component)}, ${sign > 0 ? 'higher' : 'lower'} at the feature`;

const origins: Record<Claim['chosen'], string> = {
  effect: 'Chosen for its effect on the discovery half.',
  relevance: 'Chosen for its relevance on the discovery half.',
  'by hand': 'Asked for by number.',
  'whole text': 'Chosen on the whole text, so that no half of it is left to test the choice on.',
};

/** How the neuron came to be tested. */
export const claimOrigin = ({ chosen }: Pick<Claim, 'chosen'>): string => origins[chosen];
