/** What each rung of the ladder asks and when it passes, in the words and with the criteria of the code that judges. Pure. */
import { rungWords } from '../../runner/ladder/rungs/rungs.ts';
import type { RungName } from '../../runner/results/rungs-schema.ts';

export interface RungMeaning {
  rung: RungName;
  question: string;
  /** A sentence with the thresholds in it. */
  criterion: string;
}

export const rungMeanings: readonly RungMeaning[] = rungWords.map(({ name, question, passesWhen }) => ({
  rung: name,
  question,
  criterion: passesWhen,
}));
