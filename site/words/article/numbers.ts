/** The numbers of the article as its sentences print them. Pure. */

import type { AtlasMap } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { Atlas } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { at } from '../../../runner/core/at.ts';
import { decimal, duration, integer, percent } from '../../../runner/core/words.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import { folded, foldedInterval } from '../folded.ts';
import { likelihood, lostShares } from '../likelihood.ts';
import { splitHalfEffectsOf } from './effects.ts';
import { closingCosts, speakerOf, stepSentence } from './step.ts';
import { type DoesToken, type Story, sidesOf, told } from './story.ts';

/** .986 -> '0.986'; what rounds to 1 stays below it, as long as it is. */
export const rate = (value: number): string => decimal(Math.min(value, 1), 3);

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
/** Small numbers as words, as running text has them. */
export const spelt = (count: number): string => words[count] ?? integer(count);

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

/** Above it a score is called high: 'others score above 0.8'. */
const high = 0.8;

export type ArticleNumbers = ReturnType<typeof articleNumbers>;

export function articleNumbers(result: Result, story: Story, atlas: { atlas: Atlas; map: AtlasMap }) {
  const { neuron, claim, effect, learned, context, used, does, closing, evidence } = story;
  const { again } = splitHalfEffectsOf(atlas, told.feature);
  const lots = splitHalfEffectsOf(atlas, told.lots);
  const { excerpts } = claim;
  const there = closingCosts(claim);
  const probe = evidence.probes.find(({ feature }) => feature === told.feature) ?? null;
  const [aucLow, aucHigh] = foldedInterval(effect.localAuc, effect.interval);
  return {
    neuron,
    ...sidesOf(story),
    units: integer(result.model.units),
    books: spelt(result.corpus.sources.length),
    trained: `${decimal(result.corpus.trainingTokens / 1e6, 1)} million`,
    choiceDocuments: integer(evidence.discovery.documents),
    newDocuments: integer(evidence.confirmation.documents),
    auc: rate(folded(effect.localAuc).auc),
    aucLow: rate(aucLow),
    aucHigh: rate(aucHigh),
    pooledOf100: integer(Math.round(100 * folded(effect.pooledAuc).auc)),
    contextAuc: rate(folded(context.localAuc).auc),
    /** On new pages, the neuron that the lots chose. */
    lots: rate(0.5 + at(lots.again, lots.best)),
    labels: learned.labels && {
      count: integer(learned.labels.count),
      best: rate(0.5 + Math.max(...learned.labels.best)),
    },
    claims: integer(evidence.claims.length),
    notLearned: integer(evidence.claims.filter(({ rungs }) => rungs.learned.status === 'failed').length),
    markUntrained: untrainedBest(evidence.claims.find(({ feature, lead }) => feature === told.mark && lead)),
    /** At the line that the searched pages chose. */
    hits: excerpts && percent(excerpts.sensitivity ?? Number.NaN),
    misses: excerpts && percent(excerpts.specificity ?? Number.NaN),
    high: { above: decimal(high, 1), neurons: integer(again.filter((effect) => 0.5 + effect > high).length) },
    helper: helperOf(story),
    bystander: bystanderOf(evidence.claims),
    networks: spelt(learned.networks),
    closing: changeOf(closing),
    /** What the wrong state leaves of the closing mark's chance where it really comes; null where the cost falls elsewhere. */
    there: there && leftOf(Math.exp(-there.held)),
    step: stepSentence(story),
    speaker: speakerOf(story),
    /** How much less likely, in geometric mean, the next token becomes: 1 - e^-flip. */
    flip: likelihood(used.flip),
    others: likelihood(mean(used.others)),
    difference: likelihood(used.difference),
    differenceBetween: lostShares(used.interval),
    otherMasks: spelt(used.others.length),
    flipTokens: integer(used.tokens.inside + used.tokens.outside),
    ablation: likelihood((does.ablation.rise.inside + does.ablation.rise.outside) / 2),
    probe: probe && rate(folded(probe.localAuc).auc),
    play: playOf(story),
    /** Where the neuron and the marks disagree, if it cannot be told that it is the marks: at so many words and marks. */
    disagree: disagreeOf(claim),
    minutes: duration(result.provenance.seconds + evidence.seconds),
  };
}

function untrainedBest(claim: Claim | undefined): string | null {
  const learned = claim?.rungs.learned.measured;
  return learned && learned.networks > 0 ? rate(0.5 + Math.max(...learned.best)) : null;
}

const scoreAndFlip = ({ neuron, feature, effect, rungs }: Claim) => {
  const used = rungs.used.measured;
  return effect && used
    ? { neuron, feature, score: rate(folded(effect.localAuc).auc), flip: likelihood(used.flip) }
    : null;
};

/** Another neuron that the network uses for the same. */
function helperOf({ evidence, claim }: Story) {
  const other = evidence.claims.find(
    ({ feature, neuron, rungs }) =>
      feature === told.feature && neuron !== claim.neuron && rungs.used.status === 'passed',
  );
  return other === undefined ? null : scoreAndFlip(other);
}

/** The neuron of the largest effect that has learned a feature, and of which nothing shows that the network uses it. */
function bystanderOf(claims: readonly Claim[]) {
  const size = ({ effect }: Claim): number => Math.abs((effect?.localAuc ?? 0.5) - 0.5);
  const [first] = claims
    .filter(({ feature, rungs }) => feature === told.rival && rungs.learned.status === 'passed')
    .filter(({ rungs }) => rungs.used.status === 'failed')
    .toSorted((a, b) => size(b) - size(a));
  return first === undefined ? null : scoreAndFlip(first);
}

/** The passage of a play, whose speakers are named and whose speech has no marks, if the neuron says speech there most of all. */
function playOf({ claim, excerpts }: Story) {
  const [most] = claim.sign < 0 ? excerpts.lowest : excerpts.highest;
  if (most === undefined || most.carriers.length > 0) return null;
  return speakersName.test(most.tokens.join('')) ? most : null;
}

function disagreeOf({ rungs: { specific } }: Claim): string | null {
  const disagree = specific.measured?.disagree ?? null;
  return specific.status === 'not testable' && disagree !== null ? percent(disagree.all) : null;
}

/** At the beginning of a line, as plays print it: 'Burs. Now, go'. */
const speakersName = /\n\p{Lu}\p{Ll}*\. \p{Lu}/u;

/** A probability at the right state and at the wrong one. */
const changeOf = ({ right, wrong }: DoesToken) => ({
  right: percent(right),
  wrong: percent(wrong),
  /** 'half', 'a quarter': what is left, in words where they fit. */
  left: leftOf(wrong / right),
});

/** 0.51 -> 'about half'. */
export function leftOf(share: number): string {
  const names: [number, string][] = [
    [1 / 10, 'a tenth'],
    [1 / 5, 'a fifth'],
    [1 / 4, 'a quarter'],
    [1 / 3, 'a third'],
    [1 / 2, 'half'],
    [2 / 3, 'two thirds'],
    [3 / 4, 'three quarters'],
  ];
  const near = names.find(([value]) => Math.abs(share / value - 1) < 0.12);
  return near ? `about ${near[1]}` : percent(share);
}
