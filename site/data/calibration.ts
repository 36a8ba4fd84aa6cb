/**
 * The figures of the last calibration, `calibration.json` in the public folder, checked when they are read; and their
 * rows for a table.
 */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { rungNames } from '../../runner/analysis/findings/names-schema.ts';
import { exactInterval } from '../../runner/analysis/stats/distributions.ts';
import { percent } from '../../runner/core/words.ts';
import { type Calibration, calibrationSchema, type Rate } from '../../runner/experiment/results/calibration-schema.ts';
import { typed } from '../words/address.ts';
import { commonFile } from './common-files.ts';

/** Null when no calibration was run. Throws an error that names the file when it does not fit the schema. */
export async function readCalibration(path = commonFile('calibration.json')): Promise<Calibration | null> {
  if (!existsSync(path)) return null;
  try {
    return calibrationSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new Error(`${path} is no calibration. Run ${typed('npm run calibrate')} to write it anew.`, { cause: error });
  }
}

export interface CalibrationRow {
  measure: string;
  rate: string;
  interval: string;
  wanted: string;
  experiments: number;
  passed: boolean;
}

/** The made-up worlds, or the broken tests, of one kind, in the order of the file; those of which nothing was counted are left out. */
export const calibrationWorlds = (
  calibration: Calibration,
  kind: 'nulls' | 'plants' | 'mutants',
): { name: string; rows: CalibrationRow[] }[] =>
  Object.entries(calibration[kind])
    .map(([name, rates]) => ({
      name,
      rows: Object.entries(rates).map(([measure, rate]) => ({
        measure,
        rate: percent(rate.rate, 1),
        interval: intervalOf(rate),
        wanted: `${kind === 'mutants' ? 'not ' : ''}${band(rate.wanted)}`,
        experiments: rate.experiments,
        passed: rate.passed,
      })),
    }))
    .filter(({ rows }) => rows.length > 0);

export interface RungErrors {
  /** A rung by its name in the evidence, or `ladder`: all of them together. */
  rung: string;
  /** How often it passed where there was nothing: of the made-up worlds, the one where it did so most often; null: none was tried. */
  wrongly: RungRate | null;
  /** How often it passed where there was something: of those effects that it is to find, the one that it found least often. */
  found: RungRate | null;
}

interface RungRate {
  rate: string;
  interval: string;
  /** What was tried where it did worst. */
  where: string;
  experiments: number;
  /** Over all that was tried. */
  together: { rate: string; interval: string; experiments: number };
  /** All that was tried, in words. */
  tried: string[];
  passed: boolean;
}

/** One row for each rung that was tried, in the order of the ladder. A measure's first word is the rung that it is about. */
export function rungErrors(calibration: Calibration): RungErrors[] {
  const rates = [...Object.entries(calibration.nulls), ...Object.entries(calibration.plants)].flatMap(([where, own]) =>
    Object.entries(own).map(([measure, rate]) => ({ where: whereOf(where, measure), measure, rate })),
  );
  return [...rungNames, 'ladder'].flatMap((rung) => {
    const wrongly = rates.filter(({ measure }) => measure === rung || measure.startsWith(`${rung}: `));
    // An effect that no promise is made about says nothing of the rung.
    const found = rates.filter(({ measure, rate }) => measure === `${rung} power` && rate.wanted[0] >= promised);
    if (wrongly.length + found.length === 0) return [];
    return [{ rung, wrongly: extreme(wrongly, 1), found: extreme(found, -1) }];
  });
}

/** The share of effects that a rung must find, where it promises to. */
const promised = 0.9;

/** @param side 1: the highest rate; -1: the lowest. */
function extreme(rates: readonly { where: string; rate: Rate }[], side: 1 | -1): RungRate | null {
  const [first] = rates.toSorted((a, b) => side * (b.rate.rate - a.rate.rate));
  if (first === undefined) return null;
  const { where, rate } = first;
  const experiments = rates.reduce((sum, each) => sum + each.rate.experiments, 0);
  const times = rates.reduce((sum, each) => sum + Math.round(each.rate.rate * each.rate.experiments), 0);
  return {
    rate: percent(rate.rate, 1),
    interval: intervalOf(rate),
    where,
    experiments: rate.experiments,
    together: {
      rate: percent(times / experiments, 1),
      interval: intervalOf({ interval: exactInterval(times, experiments) }),
      experiments,
    },
    tried: rates.map((each) => each.where),
    passed: rates.every((each) => each.rate.passed),
  };
}

/** 'nothing to be used: bystander'. */
const whereOf = (world: string, measure: string): string => {
  const [, part] = measure.split(': ');
  return part === undefined ? world : `${world}: ${part}`;
};

const intervalOf = ({ interval: [low, high] }: Pick<Rate, 'interval'>): string =>
  `${percent(low, 1)} to ${percent(high, 1)}`;

function band([low, high]: Rate['wanted']): string {
  if (low === 0 && high === 1) return 'any';
  if (low === 0) return `at most ${percent(high, 1)}`;
  if (high === 1) return `at least ${percent(low, 1)}`;
  return `${percent(low, 1)} to ${percent(high, 1)}`;
}

/** 0.05 -> '5%', 0.0123 -> '1.2%'. */
