/** The numbers of the article as its sentences print them. Pure. */

import { decimal, integer, percent } from '../../../runner/core/words.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import { criteria } from '../criteria.ts';
import { areaOnSide, folded, foldedInterval } from '../folded.ts';
import { likelihood, lostShares } from '../likelihood.ts';
import { type AtlasTables, beside, type Cloud, halves } from './clouds.ts';
import { type Story, told } from './story.ts';

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
    ...{ neuron, inside, outside },
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
