/**
 * What the article 'The neuron that tells when somebody speaks' rests on, read from the result of the experiment `quotes`: the
 * story holds, or it says why it does not. Nothing of it is typed by hand, so a result made anew changes the article, and one
 * that no longer tells the story takes it from the site. Pure.
 */
import { decimal, integer, percent } from '../../../runner/core/format.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import { verdictPhrase } from '../../../runner/wording/verdict.ts';
import { claimsOn, leadClaim } from '../claims.ts';
import { criteria } from '../criteria.ts';
import { areaOnSide, folded, foldedInterval, likelihood, lostShares } from '../folded.ts';
import { type AtlasTables, beside, type Cloud, halves } from './clouds.ts';

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

/** .986 -> '0.986'; what rounds to 1 stays below it, as long as it is. */
export const rate = (value: number): string => decimal(Math.min(value, 1), 3);

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
/** Small numbers as words, as running text has them. */
export const spelt = (count: number): string => words[count] ?? integer(count);

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

/** Above it a score is called high: 'others score above 0.8'. */
const high = 0.8;

export function articleNumbers(result: Result, story: Story, atlas: AtlasTables) {
  const { neuron, claim, effect, learned, context, used, does, closing, evidence, excerpts } = story;
  const speech = halves(atlas, told.feature);
  const lots = halves(atlas, told.lots);
  const probe = evidence.probes.find(({ feature }) => feature === told.feature) ?? null;
  const mark = evidence.claims.find(({ feature, lead }) => feature === told.mark && lead)?.rungs.learned.measured;
  const [aucLow, aucHigh] = foldedInterval(effect.localAuc, effect.interval);
  const [inside, outside] = claim.sign < 0 ? ['low', 'high'] : ['high', 'low'];
  const [first] = claim.sign < 0 ? excerpts.lowest : excerpts.highest;
  return {
    neuron,
    inside,
    outside,
    units: integer(result.model.units),
    books: spelt(result.corpus.sources.length),
    trained: `${decimal(result.corpus.trainingTokens / 1e6, 1)} million`,
    choiceDocuments: integer(evidence.discovery.documents),
    newDocuments: integer(evidence.confirmation.documents),
    auc: rate(folded(effect.localAuc).auc),
    aucLow: rate(aucLow),
    aucHigh: rate(aucHigh),
    contextAuc: rate(folded(context.localAuc).auc),
    /** The best neuron for speech, and for words drawn by lot, where it was found and on new pages. */
    lottery: [
      { ...speech.chosen, name: 'speech, pages searched' },
      { ...speech.again, name: 'speech, new pages' },
      { ...lots.chosen, name: 'by lot, pages searched', own: false },
      { ...lots.again, name: 'by lot, new pages', own: false },
    ] satisfies Cloud[],
    lots: rate(0.5 + lots.again.ringed),
    labels: learned.labels && {
      count: integer(learned.labels.count),
      best: rate(0.5 + Math.max(...learned.labels.best)),
    },
    untrained: beside(atlas, told.feature, { neuron, distance: Math.abs(effect.localAuc - 0.5) }, learned.best),
    networks: spelt(learned.networks),
    /** What one more untrained network stays below, in so many of 100 cases. */
    limit: learned.limit === null ? null : rate(areaOnSide(learned.limit, 1)),
    cases: decimal(100 * criteria.learned.probability, 0),
    markUntrained: mark && mark.networks > 0 ? rate(0.5 + Math.max(...mark.best)) : null,
    claims: integer(evidence.claims.length),
    notLearned: integer(evidence.claims.filter(({ rungs }) => rungs.learned.status === 'failed').length),
    /** At the line that the searched pages chose. */
    hits: percent(excerpts.sensitivity ?? Number.NaN),
    misses: percent(excerpts.specificity ?? Number.NaN),
    pooledOf100: integer(Math.round(100 * folded(effect.pooledAuc).auc)),
    probe: probe && rate(folded(probe.localAuc).auc),
    /** The passage of a play, whose speakers are named and whose speech has no marks, if the neuron says speech there most of all. */
    play: first?.carriers.length === 0 && speakersName.test(first.tokens.join('')) ? first : null,
    isStrict: claim.rungs.specific.status === 'not testable',
    closing: { right: percent(closing.right), wrong: percent(closing.wrong) },
    flip: likelihood(used.flip),
    flipTokens: integer(used.tokens.inside + used.tokens.outside),
    others: likelihood(mean(used.others)),
    otherMasks: spelt(used.others.length),
    difference: likelihood(used.difference),
    differenceBetween: lostShares(used.interval),
    bystander: bystanderOf(evidence.claims),
    high: {
      above: decimal(high, 1),
      neurons: integer(Array.from(speech.again.distances).filter((distance) => 0.5 + distance > high).length),
    },
    ablation: likelihood((does.ablation.rise.inside + does.ablation.rise.outside) / 2),
  };
}

/** The neuron of the largest effect that has learned a feature, and of which nothing shows that the network uses it. */
function bystanderOf(claims: readonly Claim[]) {
  const size = ({ effect }: Claim): number => Math.abs((effect?.localAuc ?? 0.5) - 0.5);
  const [first] = claims
    .filter(({ feature, rungs }) => feature === told.rival && rungs.learned.status === 'passed')
    .filter(({ rungs }) => rungs.used.status === 'failed')
    .toSorted((a, b) => size(b) - size(a));
  const used = first?.rungs.used.measured;
  return first?.effect && used
    ? { ...first, score: rate(folded(first.effect.localAuc).auc), flip: likelihood(used.flip) }
    : null;
}

/** At the beginning of a line, as plays print it: 'Burs. Now, go'. */
const speakersName = /\n\p{Lu}\p{Ll}*\. \p{Lu}/u;
