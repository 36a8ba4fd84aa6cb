/** A sweep's settings: their values in words, and each with all of its seeds, the best first. Pure. */

import { type MeanInterval, meanInterval } from '../../../runner/analysis/stats/summary.ts';
import type { Setting, SweepResult, SweepTrial } from '../../../runner/experiment/results/sweep-schema.ts';

/** The setting that only changes what chance gives. */
export const seedKey = 'seed';

/** 'train.optimizer.learningRate' -> 'learning rate'. */
export function settingName(key: string): string {
  const last = key.split('.').at(-1) ?? key;
  return last.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

export function valueText(value: Setting | undefined): string {
  if (value === undefined) return '';
  if (value === null) return 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** 'units 64, learning rate 0.003'. */
export const settingsText = (settings: Readonly<Record<string, Setting>>): string =>
  Object.entries(settings)
    .map(([key, value]) => `${settingName(key)} ${valueText(value)}`)
    .join(', ');

/** The different values of a setting: numbers by size, others as they came. */
export function valuesOf({ trials }: Pick<SweepResult, 'trials'>, key: string): Setting[] {
  const all = new Map<string, Setting>();
  for (const { parameters } of trials) {
    const value = parameters[key];
    if (value !== undefined) all.set(JSON.stringify(value), value);
  }
  const values = [...all.values()];
  return values.every((value) => typeof value === 'number') ? values.sort((a, b) => Number(a) - Number(b)) : values;
}

/** Trials whose loss can be compared: those that were trained to the end. */
export const doneTrials = ({ trials }: Pick<SweepResult, 'trials'>): (SweepTrial & { validationLoss: number })[] =>
  trials
    .filter(
      (trial): trial is SweepTrial & { validationLoss: number } =>
        trial.status === 'done' && trial.validationLoss !== null,
    )
    .sort((a, b) => a.validationLoss - b.validationLoss);

export interface SettingsRow {
  settings: Record<string, Setting>;
  loss: MeanInterval;
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
          loss: meanInterval(trials.map(({ validationLoss }) => validationLoss)),
          seeds: trials.length,
          seconds: meanInterval(trials.map(({ seconds }) => seconds)).mean,
          size: best.size,
          best,
        },
      ];
    })
    .sort((a, b) => a.loss.mean - b.loss.mean);
}

const withoutSeed = ({ parameters }: SweepTrial): Record<string, Setting> =>
  Object.fromEntries(Object.entries(parameters).filter(([key]) => key !== seedKey));
