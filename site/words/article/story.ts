/**
 * What the article 'The neuron that tells when somebody speaks' rests on, read from the result of the experiment `quotes`: the
 * story holds, or it says why it does not. Nothing of it is typed by hand, so a result made anew changes the article, and one
 * that no longer tells the story takes it from the site. Pure.
 */

import type { Chance, ContextMeasurement, Effect } from '../../../runner/analysis/findings/rungs-schema.ts';
import type { Does } from '../../../runner/analysis/findings/shown-schema.ts';
import type { Claim, Evidence } from '../../../runner/experiment/results/evidence-schema.ts';
import type { FeatureResult, Result } from '../../../runner/experiment/results/schema.ts';
import { verdictPhrase } from '../../../runner/words/verdict.ts';
import { claimsOn, leadClaim } from '../claims.ts';

/** The experiment, and its feature and its control, by their names in the manifest. */
export const told = {
  experiment: 'quotes',
  feature: 'inside quotes',
  mark: 'quotation mark',
  lots: 'random runs',
  /** Learned as well, and not shown to be used. */
  rival: 'after a comma',
} as const;
export const quotationMark = '"';

type Measured<Name extends keyof Claim['rungs']> = NonNullable<Claim['rungs'][Name]['measured']>;
export type DoesToken = Does['tokens'][number];

export interface Story {
  feature: FeatureResult;
  evidence: Evidence;
  claim: Claim;
  neuron: number;
  does: Does;
  effect: Effect;
  chance: Chance;
  heldOut: Measured<'heldOut'>;
  learned: Measured<'learned'>;
  context: ContextMeasurement;
  used: Measured<'used'>;
  /** The closing mark as the next token inside a quotation. */
  closing: DoesToken;
  /** Next tokens inside a quotation that the wrong state makes less likely, the closing mark first. */
  lost: DoesToken[];
  excerpts: NonNullable<Claim['excerpts']>;
  /** The shown text up to where the state is set to zero: [0, end). */
  end: number;
}

/** The story, or one sentence on why the result does not tell it. */
export function quoteStory(result: Result): Story | string {
  // Somebody's own experiment may have the same name.
  if (String(result.manifest.corpus.source) !== 'stories' || result.model.unit !== 'word')
    return 'it is not about the words of the novels that ship with the program';
  const feature = result.features.find(({ name }) => name === told.feature);
  const { evidence } = result;
  if (feature === undefined || evidence === null) return `it has no tested feature ‘${told.feature}’`;
  const missing = [told.mark, told.lots].filter((name) => !result.features.some((each) => each.name === name));
  if (missing.length > 0) return `it has no feature ‘${missing.join('’, ‘')}’`;
  const claim = leadClaim(claimsOn(result, feature));
  if (claim === undefined) return `no claim on ‘${told.feature}’ was tested`;
  if (claim.component !== result.record.component || claim.layer !== result.record.layer)
    return 'its leading claim is not about what was recorded';
  if (claim.rungs.used.status !== 'passed' || claim.rungs.specific.status === 'failed')
    return `the verdict on neuron ${claim.neuron} is: ${verdictPhrase(claim)}`;
  const { does, excerpts } = claim;
  const [effect, chance, heldOut, learned, context, used] = [
    claim.effect,
    claim.chance,
    claim.rungs.heldOut.measured,
    claim.rungs.learned.measured,
    claim.context,
    claim.rungs.used.measured,
  ];
  if (does === null || excerpts === null || !effect || !chance || !heldOut || !learned || !context || !used)
    return `not every step of the evidence on neuron ${claim.neuron} was measured`;
  const lost = lostInside(does);
  const closing = lost[0];
  if (closing?.token !== quotationMark)
    return `neuron ${claim.neuron} does not make the closing quotation mark likelier`;
  const text = result.texts.observed;
  const end = text.resets.find((position) => position > 0) ?? text.tokens.length;
  if (result.observation.exposure !== 'held out') return 'its text may have been trained on';
  return {
    ...{ feature, evidence, claim, neuron: claim.neuron, does, effect, chance, heldOut, learned, context, used },
    ...{ closing, lost, excerpts, end },
  };
}

/** The interval of the difference lies below zero; white space is no word; the closing mark first, then what loses most. */
function lostInside({ tokens }: Does): DoesToken[] {
  const share = ({ right, wrong }: DoesToken): number => wrong / right;
  const first = (each: DoesToken): number => (each.token === quotationMark ? 0 : 1);
  return tokens
    .filter(({ token, where, interval }) => where === 'inside' && interval[1] < 0 && token.trim() !== '')
    .toSorted((a, b) => first(a) - first(b) || share(a) - share(b))
    .slice(0, 3);
}

/** What the two sides are called; `inside` is blue where the neuron is lower there. */
export const sidesOf = ({ claim: { sign } }: Pick<Story, 'claim'>) =>
  sign < 0
    ? { inside: 'low', outside: 'high', insideColour: 'blue', outsideColour: 'orange' }
    : { inside: 'high', outside: 'low', insideColour: 'orange', outsideColour: 'blue' };
