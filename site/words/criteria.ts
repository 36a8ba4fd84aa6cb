/** The numbers that the methods speak of, from where the code that measures and judges has them. Pure. */
import { screen } from '../../runner/analysis/findings/choice.ts';
import { meaninglessCriteria } from '../../runner/analysis/findings/control-labels.ts';
import { groupCriteria } from '../../runner/analysis/findings/groups.ts';
import { lagCriteria } from '../../runner/analysis/findings/lags.ts';
import { randomTypesCriteria } from '../../runner/analysis/findings/random-types.ts';
import { reachOf } from '../../runner/analysis/findings/reach.ts';
import { spokenCriteria } from '../../runner/analysis/findings/rivals.ts';
import { learnedCriteria } from '../../runner/analysis/findings/rungs/learned.ts';
import type { Unit } from '../../runner/core/cut.ts';
import { levels } from '../../runner/experiment/results/activations.ts';
import { shownWords } from '../../runner/experiment/results/embedding-schema.ts';

const lastLag = (unit: Unit): number => Math.max(...reachOf(unit).lags);

/** What each rung asks and when it passes, a sentence with the thresholds in it. */
export { rungWords } from '../../runner/analysis/findings/findings.ts';

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

/** What is said of rungs, for a reader to whom their names in the program are none. */
export const inWords = (text: string): string => text.replaceAll('heldOut', 'held out');
