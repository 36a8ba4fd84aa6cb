/** What a sweep measures of each trial: pairs by condition, claims by feature, the loss; told once for figure and table. Pure. */
import { exactInterval } from '../../../runner/analysis/stats/distributions.ts';
import { meanInterval } from '../../../runner/analysis/stats/summary.ts';
import { decimal, percent } from '../../../runner/core/format.ts';
import type { Setting, SweepResult, SweepTrial, TrialClaim } from '../../../runner/experiment/results/sweep-schema.ts';

export interface Measure {
  title: string;
  /** What its numbers are. */
  about: string;
  /** Null where the trial has none. */
  of(trial: SweepTrial): number | null;
  /** The ends of its axis; null: as its numbers have them. */
  ends: readonly [number, number] | null;
  /** What full dots are, and where there are others, those. */
  key: readonly [full: string, hollow?: string];
  isFull(trial: SweepTrial): boolean;
  /** What trials that differ by chance alone came to. */
  told(trials: readonly SweepTrial[]): string;
}

type Trials = Pick<SweepResult, 'trials'>;

export const measuresOf = (sweep: Trials): Measure[] => [
  ...conditionsOf(sweep).map(conditionMeasure),
  ...claimedFeatures(sweep).map(claimMeasure),
  lossMeasure,
];

/** What the networks were asked; where they were asked nothing, the loss. */
export function askedOf(sweep: Trials): Measure[] {
  const all = measuresOf(sweep);
  return all.length > 1 ? all.slice(0, -1) : all;
}

const lossMeasure: Measure = {
  title: 'Loss',
  about: 'nats a token',
  of: ({ status, validationLoss }) => (status === 'done' || status === 'stopped' ? validationLoss : null),
  ends: null,
  key: ['trained to the end', 'stopped early, at its last loss'],
  isFull: ({ status }) => status === 'done',
  told(trials) {
    const losses = trials.flatMap(({ validationLoss }) => validationLoss ?? []);
    if (losses.length === 0) return '';
    const { mean, low, high } = meanInterval(losses);
    const around = low === null || high === null ? 'one seed' : `${decimal(low, 3)} to ${decimal(high, 3)}`;
    return `${decimal(mean, 4)} (${around})`;
  },
};

/** A set of minimal pairs under one condition. */
export interface PairCondition {
  set: string;
  by: Readonly<Record<string, string>>;
  pairs: number;
  /** 'counting: length 21 to 40'. */
  title: string;
}

const isSame = (a: PairCondition['by'], b: PairCondition['by']): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Those of all sets, in the order of the first trial that has them. */
export function conditionsOf({ trials }: Trials): PairCondition[] {
  const all = new Map<string, PairCondition>();
  for (const { name, conditions } of trials.flatMap(({ pairs = [] }) => pairs)) {
    for (const { by, pairs } of conditions) {
      const where = Object.entries(by).map(([key, value]) => `${key} ${value}`);
      const title = where.length === 0 ? name : `${name}: ${where.join(', ')}`;
      if (!all.has(title)) all.set(title, { set: name, by, pairs, title });
    }
  }
  return [...all.values()];
}

/** @returns null where the trial was not asked. */
export const accuracyOf = ({ pairs = [] }: Pick<SweepTrial, 'pairs'>, { set, by }: PairCondition): number | null =>
  pairs.find(({ name }) => name === set)?.conditions.find((each) => isSame(each.by, by))?.accuracy ?? null;

/** The mean accuracy of those trials that were asked, the lowest and the highest; null where none was. */
export function accuraciesOf(trials: readonly SweepTrial[], condition: PairCondition) {
  const all = trials.map((trial) => accuracyOf(trial, condition)).filter((each) => each !== null);
  if (all.length === 0) return null;
  const mean = all.reduce((sum, each) => sum + each, 0) / all.length;
  return { all, mean, least: Math.min(...all), most: Math.max(...all) };
}

const conditionMeasure = (condition: PairCondition): Measure => ({
  title: condition.title,
  about: `share of ${condition.pairs} pairs`,
  of: (trial) => accuracyOf(trial, condition),
  ends: [0, 1],
  key: ['a network: the share of pairs of which it finds the right side likelier; guessing gives .5'],
  isFull: () => true,
  told(trials) {
    const found = accuraciesOf(trials, condition);
    return found === null ? '' : `${percent(found.mean, 0)} (${percent(found.least, 0)} to ${percent(found.most, 0)})`;
  },
});

export const claimedFeatures = ({ trials }: Trials): string[] => [
  ...new Set(trials.flatMap(({ claims }) => claims.map(({ feature }) => feature))),
];

export function claimCounts(trials: readonly SweepTrial[], feature: string) {
  const claims = trials.flatMap((trial) => trial.claims.filter((claim) => claim.feature === feature));
  const learned = claims.filter(isLearned).length;
  const interval: [number, number] = claims.length === 0 ? [0, 1] : exactInterval(learned, claims.length);
  return {
    /** Trials in which the feature was tested. */
    tested: claims.length,
    /** The leading claim holds on documents that took no part in its choice. */
    heldOut: claims.filter(({ heldOut }) => heldOut === 'passed').length,
    /** And is more than the best of untrained networks; with its 95% interval, 0 to 1. */
    learned,
    interval,
  };
}

const isLearned = ({ heldOut, learned }: TrialClaim): boolean => heldOut === 'passed' && learned === 'passed';

const claimMeasure = (feature: string): Measure => {
  const own = ({ claims }: SweepTrial) => claims.find((each) => each.feature === feature);
  return {
    title: feature,
    about: 'how well a neuron picks it out (local AUC)',
    of(trial) {
      const auc = own(trial)?.localAuc ?? null;
      return auc === null ? null : 0.5 + Math.abs(auc - 0.5);
    },
    ends: [0.5, 1],
    key: ['learned, and true on new text', 'not confirmed, or in untrained networks too'],
    isFull(trial) {
      const claim = own(trial);
      return claim !== undefined && isLearned(claim);
    },
    told(trials) {
      const { learned, tested } = claimCounts(trials, feature);
      return tested === 0 ? '' : `learned in ${learned} of ${tested}`;
    },
  };
};

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
