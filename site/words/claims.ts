/** The claims of a result as a page orders and names them. Pure. */
import type { Claim, LagProfile } from '../../runner/results/evidence-schema-1.ts';
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

const roles: Record<LagProfile['role'], string> = {
  announces:
    'A strong place lies before the feature: it announces it, or holds on while a feature of several tokens lasts.',
  marks: 'It marks the feature: the strong places are the feature and the token after it.',
  remembers: 'It remembers the feature: a strong place lies two or more tokens after it.',
  'follows token identity': 'It follows the tokens: among occurrences of the same token no place passes.',
};

/** When the neuron knows of the feature, one sentence. */
export const roleSentence = ({ role }: Pick<LagProfile, 'role'>): string => roles[role];
