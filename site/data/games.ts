/** The experiments of 'guess the feature', each with its rounds. */

import type { Experiment } from '../words/experiment.ts';
import { guessRounds, type Round } from '../words/guess/rounds.ts';
import { plainCatalogue } from './catalogue.ts';
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
