/** The numbers of the article on the subject's number as its sentences print them. Pure. */
import { item } from '../../../runner/core/at.ts';
import { decimal, integer, percent } from '../../../runner/core/words.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import { rightOf } from '../../../runner/words/pairs.ts';
import { folded, foldedInterval } from '../folded.ts';
import { timesWords } from '../pairs/sentences.ts';
import { rate, spelt } from './numbers.ts';
import { asked, type SailorStory } from './sailor-story.ts';

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
