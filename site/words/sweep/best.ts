/** The settings of a sweep, each with all of its seeds, the best first. Pure. */
import type { Setting, SweepResult, SweepTrial } from '../../../runner/results/sweep-schema.ts';
import { type Mean, meanOf } from './intervals.ts';
import { doneTrials, seedKey } from './settings.ts';

export interface SettingsRow {
  settings: Record<string, Setting>;
  loss: Mean;
  /** Of its seeds, those that were trained to the end. */
  seeds: number;
  seconds: number;
  size: number | null;
  best: SweepTrial;
}

/** Settings without the seed, by their mean loss over the seeds that were trained to the end. */
export function settingsRows(result: SweepResult): SettingsRow[] {
  const groups = new Map<string, ReturnType<typeof doneTrials>>();
  for (const trial of doneTrials(result)) {
    const name = JSON.stringify(withoutSeed(trial));
    groups.set(name, [...(groups.get(name) ?? []), trial]);
  }
  return [...groups.values()]
    .flatMap((trials): SettingsRow[] => {
      const [best] = trials;
      if (best === undefined) return [];
      return [
        {
          settings: withoutSeed(best),
          loss: meanOf(trials.map(({ validationLoss }) => validationLoss)),
          seeds: trials.length,
          seconds: meanOf(trials.map(({ seconds }) => seconds)).mean,
          size: best.size,
          best,
        },
      ];
    })
    .sort((a, b) => a.loss.mean - b.loss.mean);
}

const withoutSeed = ({ parameters }: SweepTrial): Record<string, Setting> =>
  Object.fromEntries(Object.entries(parameters).filter(([key]) => key !== seedKey));
