/** The numbers of the article as its sentences print them. Pure. */
import type { Result } from '../../../runner/results/schema.ts';
import { both, decimal, duration, integer } from '../numbers.ts';
import { percent } from './percent.ts';
import { type DoesToken, type Story, sidesOf, told } from './story.ts';

/** A local AUC turned so that .5 is a coin and 1 always right. */
export const turned = (auc: number): number => 0.5 + Math.abs(auc - 0.5);

/** .986 -> '0.986'; what rounds to 1 stays below it, as long as it is. */
export const rate = (value: number): string => decimal(Math.min(value, 1), 3);

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
/** Small numbers as words, as running text has them. */
export const spelt = (count: number): string => words[count] ?? integer(count);

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

export type ArticleNumbers = ReturnType<typeof articleNumbers>;

export function articleNumbers(result: Result, story: Story) {
  const { neuron, effect, chance, learned, context, used, does, closing, evidence } = story;
  const probe = evidence.probes.find(({ feature }) => feature === told.feature) ?? null;
  const group = evidence.groups.find(({ feature }) => feature === told.feature) ?? null;
  const others = mean(used.others);
  const interval = effect.interval.map(turned).toSorted((a, b) => a - b);
  return {
    neuron,
    ...sidesOf(story),
    units: integer(result.model.units),
    books: spelt(result.corpus.sources.length),
    trained: `${decimal(result.corpus.trainingTokens / 1e6, 1)} million`,
    perplexity: result.observation.perplexity === null ? null : decimal(result.observation.perplexity, 1),
    choiceDocuments: integer(evidence.discovery.documents),
    newDocuments: integer(evidence.confirmation.documents),
    newTokens: integer(evidence.confirmation.tokens),
    auc: rate(turned(effect.localAuc)),
    aucLow: rate(interval[0] ?? turned(effect.localAuc)),
    pooledOf100: integer(Math.round(100 * turned(effect.pooledAuc))),
    contextAuc: rate(turned(context.localAuc)),
    contextTypes: integer(context.types),
    tests: integer(chance.tests),
    permutations: integer(chance.permutations),
    z: decimal(Math.abs(chance.z), 1),
    threshold: decimal(chance.threshold, 1),
    networks: spelt(learned.networks),
    untrainedMean: rate(0.5 + mean(learned.best)),
    untrainedBest: rate(0.5 + Math.max(...learned.best)),
    untrainedLimit: rate(0.5 + learned.limit),
    closing: changeOf(closing),
    lost: story.lost.map((each) => ({ token: each.token, ...changeOf(each) })),
    flip: decimal(used.flip, 3),
    others: decimal(others, 3),
    difference: decimal(used.difference, 3),
    differenceLow: decimal(used.interval[0], 3),
    differenceHigh: decimal(used.interval[1], 3),
    otherMasks: spelt(used.others.length),
    /** How much less likely, in geometric mean, the next token becomes: 1 - e^-flip. */
    lessLikely: percent(1 - Math.exp(-used.flip)),
    flipTokens: integer(used.tokens.inside + used.tokens.outside),
    ablation: decimal((does.ablation.rise.inside + does.ablation.rise.outside) / 2, 3),
    probe: probe && rate(turned(probe.localAuc)),
    probeControl: probe && rate(turned(probe.control)),
    helpers: group && group.members.length > 1 ? both(group.members.slice(1).map((each) => String(each.neuron))) : null,
    helperCount: group ? group.members.length - 1 : 0,
    minutes: duration(result.provenance.seconds),
    groupFlip: group ? decimal(group.curve.at(-1)?.flip ?? used.flip, 3) : null,
    aloneFlip: group ? decimal(group.curve[0]?.flip ?? used.flip, 3) : null,
  };
}

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
