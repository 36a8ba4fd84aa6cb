/**
 * 'Guess the feature': rounds that show what a claimed neuron does and hide at what feature. Pure: the same result gives
 * the same rounds.
 */

import type { Excerpt } from '../../../runner/analysis/findings/shown-schema.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import type { FeatureResult, Result } from '../../../runner/experiment/results/schema.ts';
import { byVerdict } from '../claims.ts';
import type { Experiment } from '../experiment.ts';
import { furthestFirst, pageFeatures } from '../page-features.ts';

/** Of all experiments together. */
export const mostRounds = 12;
/** The answer and so many others. */
const mostOthers = 4;
/** Of each kind. */
const mostExcerpts = 4;

export interface Round {
  feature: FeatureResult;
  /** Which of the page's features, from 1. */
  number: number;
  /** Whether the experiment's page shows the feature in full. */
  full: boolean;
  claim: Claim;
  /** Where the neuron is furthest on the claimed side, and anywhere. */
  strongest: Excerpt[];
  random: Excerpt[];
  choices: { name: string; right: boolean }[];
}

/** A round, and the experiment that it is of. */
export interface GuessCard {
  experiment: Experiment;
  round: Round;
}

/** One round of each feature, of the experiment in which its claim holds furthest, as if shuffled. */
export function shuffledDeck(cards: readonly GuessCard[]): GuessCard[] {
  const best = [...Map.groupBy(cards, ({ round }) => round.feature.name).values()].map(
    (same) => same.toSorted((a, b) => byVerdict(a.round.claim, b.round.claim))[0],
  );
  return shuffled(
    best.filter((card) => card !== undefined),
    'deck',
  ).slice(0, mostRounds);
}

/**
 * The claims that speak for their features and have excerpts, those that hold furthest first; a claim that does not hold
 * on other documents is no riddle that can be solved.
 * @param catalogue features that were not asked for, as further choices.
 */
export function guessRounds(result: Result, catalogue: readonly PlainFeature[]): Round[] {
  return furthestFirst(pageFeatures(result)).flatMap(({ feature, number, full, lead }) => {
    const examples = lead?.excerpts;
    if (!lead || !examples || lead.rungs.heldOut.status !== 'passed') return [];
    const others = otherFeatures(result, feature, catalogue, mostOthers);
    if (others.length < 2) return [];
    const strongest = (lead.sign > 0 ? examples.highest : examples.lowest).slice(0, mostExcerpts);
    return [
      {
        feature,
        number,
        full,
        claim: lead,
        strongest,
        random: examples.random.slice(0, mostExcerpts),
        choices: shuffled(
          [{ name: feature.name, right: true }, ...others.map((name) => ({ name, right: false }))],
          `${result.id} ${feature.name} order`,
        ),
      },
    ];
  });
}

/**
 * Wrong answers: none that would be right too.
 * A feature of the catalogue: its name, its description and, where it has one, the expression that tokens match.
 */
export interface PlainFeature {
  name: string;
  description: string;
  match: string | null;
}

/**
 * Names of features other than `feature`, `most` at the most: half of those that were asked for too, if there are so
 * many, the rest of the catalogue, drawn by lot. Left out is what says the same in other words, and what shares tokens
 * with the feature, as 'question mark' does with 'sentence end': overlapping positions of features asked for, an
 * expression that a token of the feature matches. Of other features of the catalogue this cannot be told here.
 */
export function otherFeatures(
  result: Result,
  feature: FeatureResult,
  catalogue: readonly PlainFeature[],
  most: number,
): string[] {
  const { tokens } = result.texts.observed;
  const own = new Set(feature.positions.observed);
  const carried = new Set(feature.positions.observed.map((position) => tokens[position] ?? ''));
  const asked = result.features
    .filter(({ name, description }) => name !== feature.name && description !== feature.description)
    .filter(({ positions, carriers }) => carriers > 0 && !positions.observed.some((position) => own.has(position)))
    .map(({ name }) => name);
  const askedNames = new Set(result.features.map(({ name }) => name));
  const further = catalogue
    .filter(({ name, description }) => !askedNames.has(name) && description !== feature.description)
    .filter(({ match }) => !shares(match, carried))
    .map(({ name }) => name);
  const known = shuffled(asked, `${result.id} ${feature.name} asked`).slice(
    0,
    Math.max(most / 2, most - further.length),
  );
  return [...known, ...shuffled(further, `${result.id} ${feature.name} catalogue`)].slice(0, most);
}

function shares(match: string | null, tokens: ReadonlySet<string>): boolean {
  if (match === null) return false;
  const whole = new RegExp(`^(?:${match})$`, 'us');
  return [...tokens].some((token) => whole.test(token));
}

/**
 * An order that looks drawn by lot, and is the same at every build.
 * `items` in the order that `name` fixes: each is ranked by the FNV-1a hash of the name and its place, well mixed.
 */
export const shuffled = <Item>(items: readonly Item[], name: string): Item[] =>
  items
    .map((item, place) => ({ item, rank: hash(`${name} ${place}`) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);

function hash(text: string): number {
  let state = 2_166_136_261;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619);
  // FNV's last bytes hardly reach its high bits: the finalizer of MurmurHash3 (Appleby, public domain) does.
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
