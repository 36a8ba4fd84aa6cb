/**
 * 'Guess the feature': rounds that show what a claimed neuron does and hide at what feature. Pure: the same result gives
 * the same rounds.
 */
import type { Claim } from '../../../runner/results/evidence-schema.ts';
import type { FeatureResult, Result } from '../../../runner/results/schema.ts';
import type { Excerpt } from '../../../runner/results/shown-schema.ts';
import { furthestFirst, pageFeatures } from '../page-features.ts';
import { otherFeatures, type PlainFeature, shuffled } from './distractors.ts';

export const mostRounds = 6;
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

/**
 * The claims that speak for their features and have excerpts, those that hold furthest first; a claim that does not even
 * show an effect is no riddle that can be solved.
 * @param catalogue features that were not asked for, as further choices.
 */
export function guessRounds(result: Result, catalogue: readonly PlainFeature[]): Round[] {
  return furthestFirst(pageFeatures(result))
    .flatMap(({ feature, number, full, lead }) => {
      const examples = lead?.excerpts;
      if (!lead || !examples || lead.rungs.effect.status !== 'passed') return [];
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
    })
    .slice(0, mostRounds);
}
