/**
 * What the article 'The sailor beside the door of the sailors' rests on, read from the result of the experiment `agreement`: the
 * story holds, or it says why it does not. Pure.
 */
import type { PairSet } from '../../../runner/analysis/pairs/pairs-schema.ts';
import { item } from '../../../runner/core/at.ts';
import { decimal, integer, percent } from '../../../runner/core/format.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import { rightOf } from '../../../runner/wording/pairs.ts';
import { verdictPhrase } from '../../../runner/wording/verdict.ts';
import { claimsOn, leadClaim } from '../claims.ts';
import { folded, foldedInterval } from '../folded.ts';
import { timesWords } from '../pairs/sentences.ts';
import { rate, spelt } from './story.ts';

/** The features of the experiment that the article speaks of, and the conditions of its pairs. */
export const asked = { feature: 'subject is plural', subject: 'subject', between: 'attractor' } as const;

/** The verbs of the language, singular and plural (runner/text/sources/agreement.ts). */
export const verbs = [
  ['is', 'are'],
  ['was', 'were'],
  ['has', 'have'],
  ['seems', 'seem'],
] as const;

export type SailorStory = Exclude<ReturnType<typeof sailorStory>, string>;

/** What the article cannot be without: a share of preferences that turn, and of neurons alike that turn as many. */
const enough = { turned: 0.9, alike: 0.1 } as const;

/** The story, or one sentence on why the result does not tell it. */
export function sailorStory(result: Result, sets: readonly PairSet[]) {
  if (String(result.manifest.corpus.source) !== 'agreement' || result.model.unit !== 'word')
    return 'it is not about the sentences that the program makes';
  const { evidence } = result;
  const claim = leadClaim(claimsOn(result, { name: asked.feature }));
  if (evidence === null || claim === undefined) return `no claim on ‘${asked.feature}’ was tested`;
  const { neuron, verdict } = claim;
  if (verdict.level !== 'used' && verdict.level !== 'replicated')
    return `the verdict on neuron ${neuron} is: ${verdictPhrase(claim)}`;
  const [set] = sets;
  if (set?.by.join() !== [asked.subject, asked.between].join()) return 'it has no pairs by subject and noun in between';
  if (set.all.accuracy < 1) return 'the network does not prefer the right verb in all pairs';
  const isIt = ({ neurons }: { neurons: readonly number[] }) => neurons.length === 1 && neurons[0] === neuron;
  const interchange = set.interchange.find(isIt);
  const held = set.held.find((each) => isIt(each) && each.at === 'mean');
  const course = set.courses.find(isIt);
  if (!interchange?.alike || !held || !course || set.scan === null)
    return `the pairs were not asked of neuron ${neuron} in every way`;
  const { turned, pairs, alike } = interchange;
  if (turned / pairs < enough.turned || alike.most / pairs > enough.alike || set.scan.chosen[0]?.neuron !== neuron)
    return `neuron ${neuron} does not decide by itself`;
  const { effect } = claim;
  const { learned, used, replicated } = claim.rungs;
  if (!effect || !learned.measured || !used.measured || !replicated.measured)
    return `not every step of the evidence on neuron ${neuron} was measured`;
  return {
    evidence,
    claim,
    neuron,
    set,
    interchange,
    held,
    course,
    scan: set.scan,
    effect,
    learned: learned.measured,
    used: used.measured,
    replicated: replicated.measured,
  };
}

const numbers = ['singular', 'plural'] as const;
const mean = (all: readonly number[]): number => all.reduce((sum, each) => sum + each, 0) / all.length;

export function sailorNumbers(result: Result, story: SailorStory) {
  const { neuron, set, interchange, held, scan, effect, learned, replicated, evidence } = story;
  const [low, high] = foldedInterval(effect.localAuc, effect.interval);
  const [first, second] = scan.chosen;
  const margins = set.conditions.map(({ margin }) => margin);
  return {
    neuron,
    units: integer(result.model.units),
    trained: integer(result.corpus.trainingTokens),
    pairs: integer(set.pairs),
    right: integer(rightOf(set.all)),
    margin: decimal(set.all.margin, 1),
    times: timesWords(set.all.margin),
    /** By how much a nat multiplies. */
    nat: decimal(Math.E, 1),
    lowestMargin: decimal(Math.min(...margins), 1),
    highestMargin: decimal(Math.max(...margins), 1),
    others: integer(scan.tried - 1),
    cost: decimal(first?.cost ?? Number.NaN, 1),
    /** No other neuron's holding is shown to cost anything. */
    isAlone: scan.chosen.every(({ passed, neuron: each }) => passed === (each === neuron)),
    next: second && { neuron: second.neuron, cost: decimal(Math.max(0, second.cost), 2) },
    ...courseNumbers(story),
    turned: integer(interchange.turned),
    turnable: integer(interchange.pairs),
    exchanged: decimal(-interchange.margin, 1),
    alike: interchange.alike && {
      draws: integer(interchange.alike.draws),
      most: interchange.alike.most === 0 ? 'none turns any' : `the most that one turns is ${interchange.alike.most}`,
    },
    held: {
      value: decimal(item(held.values, 0)),
      right: integer(rightOf(held.all)),
      /** Conditions of which every pair is right, and those of which none is: what ‘half right’ hides. */
      whole: held.conditions.filter(({ accuracy }) => accuracy === 1).length,
      none: held.conditions.filter(({ accuracy }) => accuracy === 0).length,
      conditions: held.conditions.length,
      says: saysOf(story),
      /** How far ahead the verb is that it then prefers, right or wrong. */
      ahead: decimal(mean(held.conditions.map(({ margin }) => Math.abs(margin))), 1),
    },
    auc: rate(folded(effect.localAuc).auc),
    aucLow: rate(low),
    aucHigh: rate(high),
    networks: spelt(learned.networks),
    untrained: rate(0.5 + Math.max(...learned.best)),
    documents: integer(evidence.confirmation.documents),
    replicas: spelt(replicated.networks),
    having: spelt(replicated.having),
    havingAll: replicated.having === replicated.networks,
    shareLow: percent(replicated.interval[0]),
    shareHigh: percent(replicated.interval[1]),
    numbers: replicated.matches.filter((match) => match.heldOut && match.learned).map((match) => String(match.neuron)),
  };
}

/** The number that the verbs have with the neuron held at its mean, whatever the subject; null where it is not one alone. */
function saysOf({ held }: SailorStory): string | null {
  const right = new Set(
    held.conditions.flatMap(({ by, accuracy }) => (accuracy === 1 ? [by[asked.subject] ?? ''] : [])),
  );
  const wrong = new Set(
    held.conditions.flatMap(({ by, accuracy }) => (accuracy === 0 ? [by[asked.subject] ?? ''] : [])),
  );
  const [only] = right;
  return right.size === 1 && wrong.size === 1 && only !== undefined && !wrong.has(only) ? only : null;
}

/** How far apart the lines of the two numbers are before the verb, and how far the number of the nouns in between moves them. */
function courseNumbers({ course }: SailorStory) {
  const before = (subject: string, betweens: readonly string[]): number[] =>
    course.lines
      .filter(({ by }) => by[asked.subject] === subject && betweens.includes(by[asked.between] ?? ''))
      .flatMap(({ places }) =>
        places.filter(({ from, offset }) => from === 'end' && offset === -1).map(({ mean }) => mean),
      );
  const spread = (all: readonly number[]): number => Math.max(...all) - Math.min(...all);
  const [singular, plural] = numbers.map((number) => before(number, ['none', ...numbers]));
  const [ofSingular, ofPlural] = numbers.map((number) => spread(before(number, numbers)));
  return {
    atSingular: decimal(mean(singular ?? []), 1),
    atPlural: decimal(mean(plural ?? []), 1),
    apart: decimal(Math.abs(mean(plural ?? []) - mean(singular ?? [])), 1),
    moved: decimal(Math.max(ofSingular ?? Number.NaN, ofPlural ?? Number.NaN), 1),
    closest: decimal(Math.min(...(plural ?? []).flatMap((p) => (singular ?? []).map((s) => Math.abs(p - s)))), 1),
  };
}
