/** Counts how often each thing happened, judges the rates, and tells them in a table for the terminal. Pure. */

import { exactInterval } from '../../runner/analysis/stats/distributions.ts';
import { percent } from '../../runner/core/format.ts';
import type { Calibration, Rate } from '../../runner/experiment/results/calibration-schema.ts';

export interface Count {
  times: number;
  of: number;
}

/** What happened in one experiment, by measure, once or so many times; null: it could not be tested. */
export type ExperimentOutcome = Readonly<Record<string, boolean | Count | null>>;

/** By measure. */
export type Tally = Record<string, Count>;

type Style = (text: string) => string;

/** Rates from fewer experiments are too rough to lie in a band by themselves. */
const fewestForRates = 1000;

export function count(tally: Tally, outcome: ExperimentOutcome): void {
  for (const [measure, happened] of Object.entries(outcome)) {
    tally[measure] ??= { times: 0, of: 0 };
    const { times, of } =
      typeof happened === 'boolean' ? { times: Number(happened), of: 1 } : (happened ?? { times: 0, of: 0 });
    tally[measure].times += times;
    tally[measure].of += of;
  }
}

export function join(tallies: readonly Tally[]): Tally {
  const joined: Tally = {};
  for (const tally of tallies) count(joined, tally);
  return joined;
}

/**
 * A rate with its exact 95% interval. It passes when it lies in the wanted band; from fewer than a thousand experiments, when its
 * interval touches the band. A test that is broken on purpose is found out when the whole interval is outside.
 */
export function rateOf({ times, of }: Count, wanted: Rate['wanted'], isMutant = false): Rate {
  const [rate, interval] = [times / of, exactInterval(times, of)];
  const [low, high] = isMutant || of < fewestForRates ? interval : [rate, rate];
  const isInside = high >= wanted[0] && low <= wanted[1];
  return { rate, interval, experiments: of, wanted, passed: isInside !== isMutant };
}

const kinds = {
  nulls: ['Nothing to be found', 'as it should', 'NOT AS IT SHOULD'],
  plants: ['Something planted', 'as it should', 'NOT AS IT SHOULD'],
  mutants: ['Tests broken on purpose', 'found out', 'NOT FOUND OUT'],
} as const;

/** One line per rate, ending in a line break. */
export function ratesTable(calibration: Calibration, good: Style, bad: Style): string {
  const rows = (['nulls', 'plants', 'mutants'] as const).flatMap((kind) =>
    Object.entries(calibration[kind]).flatMap(([name, rates]) =>
      Object.entries(rates).map(([measure, rate]) => ({ kind, name, measure, rate })),
    ),
  );
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const measureWidth = Math.max(...rows.map(({ measure }) => measure.length));
  const told = [...Map.groupBy(rows, ({ kind }) => kind)].map(([kind, own]) => {
    const [title, right, wrong] = kinds[kind];
    const lines = own.map(({ name, measure, rate }) => {
      const cells = [name.padEnd(nameWidth), measure.padEnd(measureWidth), ...figures(rate, kind === 'mutants')];
      return `  ${cells.join('  ')}  ${rate.passed ? good(right) : bad(wrong)}\n`;
    });
    return `${title}\n${lines.join('')}\n`;
  });
  return told.join('');
}

function figures({ rate, interval: [low, high], wanted: [least, most], experiments }: Rate, mutant: boolean): string[] {
  const range =
    least === 0
      ? `at most ${percent(most, 1)}`
      : most === 1
        ? `at least ${percent(least, 1)}`
        : `${percent(least, 1)} to ${percent(most, 1)}`;
  return [
    percent(rate, 1).padStart(6),
    `(${percent(low, 1)} to ${percent(high, 1)})`.padEnd(16),
    `${mutant ? 'not ' : ''}${range}`.padEnd(15),
    `${experiments}`.padStart(5),
  ];
}
