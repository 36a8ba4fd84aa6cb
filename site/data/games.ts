/** The experiments of 'guess the feature', each with its rounds. */

import { catalogue } from '../../runner/features/catalogue.ts';
import { describeFeature, isFeatureOf } from '../../runner/features/features.ts';
import type { Experiment } from '../words/experiment.ts';
import type { PlainFeature } from '../words/guess/rounds.ts';
import { guessRounds, type Round } from '../words/guess/rounds.ts';
import { experiments } from './experiments.ts';

export interface Game {
  experiment: Experiment;
  rounds: Round[];
}

export const roundsOf = ({ result }: Experiment): Round[] => guessRounds(result, plainCatalogue(result.model.unit));

/** Those with a claim whose feature can be guessed. */
export async function games(): Promise<Game[]> {
  return (await experiments())
    .map((experiment) => ({ experiment, rounds: roundsOf(experiment) }))
    .filter(({ rounds }) => rounds.length > 0);
}

/** The features of the catalogue as choices of 'guess the feature'. */
export const plainCatalogue = (unit: 'word' | 'character'): PlainFeature[] =>
  catalogue(unit).map((feature) => ({
    name: feature.name,
    description: describeFeature(feature, unit),
    match: isFeatureOf(feature, 'match') ? feature.match : null,
  }));
