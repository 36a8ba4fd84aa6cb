/** The claims of a result as a page orders and names them. Pure. */
import type { LagProfile } from '../../runner/analysis/findings/shown-schema.ts';
import { heightOf } from '../../runner/analysis/findings/verdict.ts';
import { at } from '../../runner/core/at.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import type { FeatureResult, Result } from '../../runner/experiment/results/schema.ts';
import { componentName } from './components.ts';

/** The claims on one feature, in the order of the result. */
export const claimsOn = (result: Pick<Result, 'evidence'>, feature: Pick<FeatureResult, 'name'>): Claim[] =>
  (result.evidence?.claims ?? []).filter((claim) => claim.feature === feature.name);

/** The claim that speaks for a feature. */
export const leadClaim = (claims: readonly Claim[]): Claim | undefined => claims.find(({ lead }) => lead) ?? claims[0];

/** Orders claims by verdict, the highest first, equal ones by the size of the effect; no claim at all comes last. */
export function byVerdict(a: Claim | undefined, b: Claim | undefined): number {
  const [first, second] = [heights(a), heights(b)];
  return first.reduce((order, height, index) => order || at(second, index) - height, 0);
}

function heights(claim: Claim | undefined): number[] {
  if (claim === undefined) return [-1, -1];
  const effect = claim.effect;
  return [heightOf(claim), effect === null ? -1 : Math.abs(effect.localAuc - 0.5)];
}

/** A claim's id on its page; `feature` is which of the page's features, from 1. */
export const claimAnchor = (
  feature: number,
  {
    neuron,
    component,
    layer,
    ofSeveral,
  }: Pick<Claim, 'neuron'> & Partial<Pick<Claim, 'component' | 'layer' | 'ofSeveral'>>,
): string => `feature-${feature}-neuron-${neuron}${ofSeveral === undefined ? '' : `-${component}-${layer}`}`;

/** Whether a claim is of the array that the page draws: where several are recorded, one of them. */
export const isDrawn = (
  { record }: Pick<Result, 'record'>,
  { component, layer }: Pick<Claim, 'component' | 'layer'>,
): boolean => component === record.component && layer === record.layer;

const classes: Record<Claim['among'], string> = { all: '', text: ', white space left out', words: ', among words' };

/** 'output gate, lower at the feature, among words'. */
export const claimTitle = ({
  component,
  sign,
  among,
  within,
  says,
}: Pick<Claim, 'component' | 'sign' | 'among' | 'within'> & Partial<Pick<Claim, 'says'>>): string =>
  `${componentName(component)}, ${directionOf(sign, says)}${classes[among]}${within === undefined ? '' : `, within “${within}”`}`;

/** 'lower at the feature'; of a number 'falls as it rises'. */
const directionOf = (sign: Claim['sign'], says: Claim['says'] | undefined): string =>
  says?.number
    ? sign > 0
      ? 'rises with the number'
      : 'falls as the number rises'
    : `${sign > 0 ? 'higher' : 'lower'} at the feature`;

const origins: Record<Claim['chosen'], string> = {
  effect: 'Chosen for its effect on the discovery half.',
  relevance: 'Chosen for its relevance on the discovery half.',
  'by hand': 'Chosen by hand.',
  'by cause': 'Chosen because the network’s preferences in pairs hang on it most, on one half of the pairs.',
  rival: 'Claimed of another feature, and asked of this one because on the discovery half it follows this.',
};

/** How the neuron came to be tested. */
export const claimOrigin = ({ chosen }: Pick<Claim, 'chosen'>): string => origins[chosen];

const roles: Record<NonNullable<LagProfile['role']>, string> = {
  announces: 'It announces the feature: it already differs one token before the feature begins.',
  marks: 'It marks the feature: it differs at the feature and at the token after it.',
  remembers:
    'It remembers the feature: two tokens after the feature began, or later, it still differs on the same side.',
};

/** When the neuron reacts to the feature, one sentence; null when the claim does not hold on held-out documents. */
export const roleSentence = ({ role }: Pick<LagProfile, 'role'>): string | null => (role === null ? null : roles[role]);
