/**
 * What the article 'The neuron that tells when somebody speaks' rests on, read from the result of the experiment `quotes`: the
 * story holds, or it says why it does not. Nothing of it is typed by hand, so a result made anew changes the article, and one
 * that no longer tells the story takes it from the site. Pure.
 */

import type { Result } from '../../../runner/experiment/results/schema.ts';
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

export type Story = Exclude<ReturnType<typeof quoteStory>, string>;

/** The story, or one sentence on why the result does not tell it. */
export function quoteStory(result: Result) {
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
  const { does, excerpts, effect, context } = claim;
  const [learned, used] = [claim.rungs.learned.measured, claim.rungs.used.measured];
  if (does === null || excerpts === null || !effect || !learned || !context || !used)
    return `not every step of the evidence on neuron ${claim.neuron} was measured`;
  // The closing mark as the next token inside a quotation.
  const closing = does.tokens.find(
    ({ token, where, interval }) => token === quotationMark && where === 'inside' && interval[1] < 0,
  );
  if (closing === undefined) return `neuron ${claim.neuron} does not make the closing quotation mark likelier`;
  const text = result.texts.observed;
  // The shown text up to where the state is set to zero: [0, end).
  const end = text.resets.find((position) => position > 0) ?? text.tokens.length;
  if (result.observation.exposure !== 'held out') return 'its text may have been trained on';
  const { neuron } = claim;
  return { feature, evidence, claim, neuron, does, effect, learned, context, used, closing, excerpts, end };
}

/** Words in the tone of speech and of narration, each with a quotation mark before them and without: the neuron's value at the end. */
export type Twins = Record<'first' | 'third', { marked: number; bare: number }>;

/** A difference that is seen: an eighth of the range from -1 to 1. */
const seen = 0.25;

/** What decides in the four sentences: the tone, the mark, both or neither. @param sign -1: the neuron is lower in speech. */
export function twinsOutcome({ first, third }: Twins, sign: number): string {
  const tone = first.bare * sign > 0;
  const mark = (third.marked - third.bare) * sign > seen;
  if (tone && mark)
    return 'In these four sentences, both. In the first person the neuron turns to speech with no mark at all; in the third person and the past tense the mark decides. So the neuron holds something like a guess that somebody is speaking, which mark and tone both feed; the scores above count both.';
  if (tone) return 'In these sentences it is the tone, and the scores above cannot tell it from the mark.';
  return mark ? 'In these sentences it is the mark.' : 'In these sentences neither is plain.';
}
