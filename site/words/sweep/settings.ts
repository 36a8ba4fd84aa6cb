/** A sweep's settings: their values in words, and which trials differ by chance alone. Pure. */
import { meanInterval } from '../../../runner/analysis/stats/summary.ts';
import type { Setting, SweepResult, SweepTrial } from '../../../runner/experiment/results/sweep-schema.ts';

/** The setting that only changes what chance gives. */
const seedKey = 'seed';

/** The keys of the settings but the seed. */
export const keysOf = ({ settings }: Pick<SweepResult, 'settings'>): string[] =>
  settings.map(({ key }) => key).filter((key) => key !== seedKey);

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

/** The different values of a setting: numbers by size, others as they came. */
export function valuesOf({ trials }: Pick<SweepResult, 'trials'>, key: string): Setting[] {
  const all = new Map(trials.map(({ parameters }) => [JSON.stringify(parameters[key]), parameters[key]]));
  const values = [...all.values()].filter((value) => value !== undefined);
  return values.every((value) => typeof value === 'number') ? values.sort((a, b) => Number(a) - Number(b)) : values;
}

export const seedsOf = (result: Pick<SweepResult, 'trials'>): number => valuesOf(result, seedKey).length;

type DoneTrial = SweepTrial & { validationLoss: number };

/** Those that were trained to the end, whose losses can be compared; the lowest first. */
export const doneTrials = ({ trials }: Pick<SweepResult, 'trials'>): DoneTrial[] =>
  trials
    .filter((trial): trial is DoneTrial => trial.status === 'done' && trial.validationLoss !== null)
    .sort((a, b) => a.validationLoss - b.validationLoss);

export type SettingsRow = ReturnType<typeof settingsRows>[number];

/** Trials that differ in their seed alone share a row, those of the lowest mean loss the first, in each the one of the lowest. */
export function settingsRows(result: SweepResult) {
  const groups = Map.groupBy(doneTrials(result), (trial) => JSON.stringify(withoutSeed(trial)));
  return [...groups.values()]
    .flatMap((trials) => {
      const loss = meanInterval(trials.map(({ validationLoss }) => validationLoss));
      return trials[0] === undefined ? [] : [{ settings: withoutSeed(trials[0]), trials, loss }];
    })
    .sort((a, b) => a.loss.mean - b.loss.mean);
}

const withoutSeed = ({ parameters }: SweepTrial): Record<string, Setting> =>
  Object.fromEntries(Object.entries(parameters).filter(([key]) => key !== seedKey));
