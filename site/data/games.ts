/** The rounds of 'guess the feature'. */

import { type GuessCard, guessRounds, shuffledDeck } from '../words/guess/rounds.ts';
import { plainCatalogue } from './catalogue.ts';
import { experiments } from './experiments.ts';

/** Of all experiments that are shown. */
export async function deck(): Promise<GuessCard[]> {
  const cards = (await experiments()).flatMap((experiment) =>
    guessRounds(experiment.result, plainCatalogue(experiment.result.model.unit)).map((round) => ({
      experiment,
      round,
    })),
  );
  return shuffledDeck(cards);
}
