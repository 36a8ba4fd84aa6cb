/** A sweep's settings and their values in words. Pure. */
import type { Setting, SweepResult, SweepTrial } from '../../../runner/results/sweep-schema.ts';

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
