/** What the paths of a write-up lead through that is about a sweep. Pure. */
import type { SweepResult } from '../../../runner/results/sweep-schema.ts';
import { type ClaimCounts, featureClaims } from './claims.ts';
import { doneTrials, valueText } from './settings.ts';

export type SweepFacts = Omit<SweepResult, 'trials' | 'best'> & {
  /** By their ids. */
  trials: Record<string, SweepResult['trials'][number]>;
  /** How many were trained to the end. */
  done: number;
  /** The trial of the lowest loss; null while none is done. */
  best: SweepResult['trials'][number] | null;
  /** By feature: in how many trials a claim got how far; in `all`, and by setting and value where they differ. */
  found: Record<string, { all: ClaimCounts; by: Record<string, Record<string, ClaimCounts>> }>;
};

export function sweepFacts(sweep: SweepResult): SweepFacts {
  const done = doneTrials(sweep);
  return {
    ...sweep,
    trials: Object.fromEntries(sweep.trials.map((trial) => [trial.id, trial])),
    done: done.length,
    best: done[0] ?? null,
    found: Object.fromEntries(
      featureClaims(sweep).map(({ feature, all, bySetting }) => [
        feature,
        {
          all,
          by: Object.fromEntries(
            bySetting.map(({ key, rows }) => [
              key,
              Object.fromEntries(rows.map(({ value, counts }) => [valueText(value), counts])),
            ]),
          ),
        },
      ]),
    ),
  };
}
