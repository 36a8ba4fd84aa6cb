/** A trial's loss, or the strength of its claim, against something of it: one dot a trial. Pure. */

import { limit } from '../../../runner/core/words.ts';
import type { SweepResult, SweepTrial } from '../../../runner/experiment/results/sweep-schema.ts';
import { isLearned } from '../../words/sweep/claims.ts';
import { accuracyOf, type PairColumn } from '../../words/sweep/pairs.ts';
import { Plot, plotSvg } from '../plot.ts';
import { type SettingScale, settingScale } from './scale.ts';

const frame = { width: 340, height: 210, marginLeft: 44, marginRight: 18, marginTop: 12, marginBottom: 28 };

interface Dot {
  x: number;
  y: number;
  kind: 'best' | 'done' | 'stopped';
}

const dotOf = (result: SweepResult, trial: SweepTrial, x: number, y: number): Dot => ({
  ...{ x, y },
  kind: trial.id === result.best ? 'best' : trial.status === 'stopped' ? 'stopped' : 'done',
});

const compared = (result: SweepResult) =>
  result.trials.flatMap((trial) =>
    trial.validationLoss !== null && (trial.status === 'done' || trial.status === 'stopped')
      ? [{ trial, loss: trial.validationLoss }]
      : [],
  );

/** Full dots were trained to the end, hollow ones stopped before; the large one is the best. */
const dots = (all: readonly Dot[]): Plot.Markish[] =>
  (['stopped', 'done', 'best'] as const).map((kind) =>
    Plot.dot(
      all.filter((dot) => dot.kind === kind),
      {
        ...{ x: 'x', y: 'y', r: kind === 'best' ? 5 : 3, strokeWidth: 1.25 },
        stroke: kind === 'best' ? 'var(--paper)' : kind === 'done' ? 'var(--line)' : 'var(--dot)',
        fill: kind === 'best' ? 'var(--mark)' : kind === 'done' ? 'var(--line)' : 'var(--paper)',
      },
    ),
  );

const alongSetting = ({ ticks, kind }: SettingScale): Plot.ScaleOptions => ({
  ...{ label: null, domain: kind === 'choice' ? [0, 1] : [-0.03, 1.03], ticks: ticks.map(({ place }) => place) },
  tickFormat: (place: number) => ticks.find((tick) => tick.place === place)?.text ?? '',
});

const lossAxis: Plot.ScaleOptions = { label: null, grid: true, ticks: 5, nice: true };

/** Loss against a setting. */
export function lossAgainstSetting(result: SweepResult, setting: SweepResult['settings'][number]): string {
  const scale = settingScale(result, setting);
  const all = compared(result).map(({ trial, loss }) =>
    dotOf(result, trial, scale.place(trial.parameters[scale.key]), loss),
  );
  return plotSvg({ ...frame, x: alongSetting(scale), y: lossAxis, marks: dots(all) });
}

/** Loss against the number of weights, or the seconds of training, on a log scale. */
export function lossAgainst(result: SweepResult, what: 'size' | 'seconds'): string {
  const all = compared(result).flatMap(({ trial, loss }) => {
    const x = trial[what];
    return x !== null && x > 0 ? [dotOf(result, trial, x, loss)] : [];
  });
  const ends = all.map(({ x }) => x);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const domain = least < most ? [least / 1.1, most * 1.1] : [least / 2, most * 2];
  return plotSvg({
    ...frame,
    x: { label: null, type: 'log', domain, ticks: logTicks(domain), tickFormat: short },
    y: lossAxis,
    marks: dots(all),
  });
}

/** 1, 2 and 5 times the powers of ten within the domain. */
function logTicks([low = 1, high = 1]: readonly number[]): number[] {
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    all.push(...[1, 2, 5].map((digit) => digit * 10 ** power).filter((tick) => tick >= low && tick <= high));
  }
  return all.length <= 6 ? all : all.filter((tick) => Math.log10(tick) % 1 === 0);
}

const short = (value: number): string => {
  if (value >= 1e6) return `${limit(value / 1e6)} M`;
  return value >= 1000 ? `${limit(value / 1000)} k` : limit(value);
};

/** The share of pairs of a condition whose right side is the likelier one. */
export function accuracyAgainstSetting(
  result: SweepResult,
  column: PairColumn,
  setting: SweepResult['settings'][number],
): string {
  const scale = settingScale(result, setting);
  const all = result.trials.flatMap((trial): Dot[] => {
    const y = accuracyOf(trial, column);
    return y === null ? [] : [{ x: scale.place(trial.parameters[scale.key]), y, kind: 'done' }];
  });
  return plotSvg({
    ...frame,
    x: alongSetting(scale),
    y: { label: null, grid: true, domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], tickFormat: String },
    marks: dots(all),
  });
}

/**
 * How strong a feature's leading claim is against a setting: the distance of its local AUC from .5, as an AUC from .5 to 1.
 * Full dots hold on held-out text and are more than an untrained network has.
 */
export function claimAgainstSetting(
  result: SweepResult,
  feature: string,
  setting: SweepResult['settings'][number],
): string {
  const scale = settingScale(result, setting);
  const all = result.trials.flatMap((trial): Dot[] => {
    const claim = trial.claims.find((each) => each.feature === feature);
    if (claim === undefined || claim.localAuc === null) return [];
    const y = 0.5 + Math.abs(claim.localAuc - 0.5);
    return [{ x: scale.place(trial.parameters[scale.key]), y, kind: isLearned(claim) ? 'done' : 'stopped' }];
  });
  return plotSvg({
    ...frame,
    x: alongSetting(scale),
    y: { label: null, grid: true, domain: [0.5, 1], ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1], tickFormat: String },
    marks: dots(all),
  });
}
