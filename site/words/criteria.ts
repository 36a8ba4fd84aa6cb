/** The numbers that the methods speak of, from where the code that measures and judges has them. Pure. */
import type { Unit } from '../../runner/core/cut.ts';
import { screen } from '../../runner/ladder/choice.ts';
import { meaninglessCriteria } from '../../runner/ladder/control-labels.ts';
import { rungWords } from '../../runner/ladder/findings.ts';
import { groupCriteria } from '../../runner/ladder/groups.ts';
import { lagCriteria } from '../../runner/ladder/lags.ts';
import { randomTypesCriteria } from '../../runner/ladder/random-types.ts';
import { reachOf } from '../../runner/ladder/reach.ts';
import { learnedCriteria } from '../../runner/ladder/rungs/learned.ts';
import { spokenCriteria } from '../../runner/ladder/spoken.ts';
import { levels } from '../../runner/results/activations.ts';
import { shownWords } from '../../runner/results/embedding-schema.ts';
import type { RungName } from '../../runner/results/names-schema.ts';

const lastLag = (unit: Unit): number => Math.max(...reachOf(unit).lags);

export const criteria = {
  permutations: screen.permutations,
  /** What a claim's adjusted p on discovery must be below. */
  chance: screen.adjustedP,
  /** Tokens before and after an onset; of texts whose tokens are letters, so many. */
  lags: { around: lastLag('word'), ofLetters: lastLag('character'), ...lagCriteria },
  learned: learnedCriteria,
  labels: meaninglessCriteria,
  randomTypes: randomTypesCriteria,
  groups: groupCriteria,
  disagree: spokenCriteria.disagree,
  ofSide: spokenCriteria.ofSide,
  shownWords,
  levels,
} as const;

export interface RungMeaning {
  rung: RungName;
  question: string;
  /** A sentence with the thresholds in it. */
  criterion: string;
}

/** What is said of rungs, for a reader to whom their names in the program are none. */
export const inWords = (text: string): string => text.replaceAll('heldOut', 'held out');

/** What each rung of the ladder asks and when it passes. */
export const rungMeanings: readonly RungMeaning[] = rungWords.map(({ name, question, passesWhen }) => ({
  rung: name,
  question,
  criterion: inWords(passesWhen),
}));
