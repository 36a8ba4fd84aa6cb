/**
 * The figures of the last calibration, `calibration.json` in the public folder, checked when they are read; and their
 * rows for a table.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Calibration, calibrationSchema, type Rate } from '../../runner/results/calibration-schema.ts';
import { decimal } from '../words/numbers.ts';
import { resultsDirectory } from './results-directory.ts';

/** Null when no calibration was run. Throws an error that names the file when it does not fit the schema. */
export async function readCalibration(
  path = join(resultsDirectory(), '..', 'calibration.json'),
): Promise<Calibration | null> {
  if (!existsSync(path)) return null;
  try {
    return calibrationSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new Error(`${path} is no calibration. Run npm run calibrate to write it anew.`, { cause: error });
  }
}

export interface CalibrationRow {
  /** The made-up world, or the broken test. */
  name: string;
  measure: string;
  rate: string;
  interval: string;
  wanted: string;
  experiments: number;
  passed: boolean;
}

/** One row for each rate of one kind, in the order of the file. */
export const calibrationRows = (calibration: Calibration, kind: 'nulls' | 'plants' | 'mutants'): CalibrationRow[] =>
  Object.entries(calibration[kind]).flatMap(([name, rates]) =>
    Object.entries(rates).map(([measure, rate]) => ({
      name,
      measure,
      rate: percent(rate.rate),
      interval: `${percent(rate.interval[0])} to ${percent(rate.interval[1])}`,
      wanted: `${kind === 'mutants' ? 'not ' : ''}${band(rate.wanted)}`,
      experiments: rate.experiments,
      passed: rate.passed,
    })),
  );

function band([low, high]: Rate['wanted']): string {
  if (low === 0 && high === 1) return 'any';
  if (low === 0) return `at most ${percent(high)}`;
  if (high === 1) return `at least ${percent(low)}`;
  return `${percent(low)} to ${percent(high)}`;
}

/** 0.05 -> '5%', 0.0123 -> '1.2%'. */
const percent = (share: number): string => `${decimal(100 * share, 1).replace(/\.0$/, '')}%`;
