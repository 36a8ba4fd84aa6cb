/** A calibration in the test's own thread, and how often what was measured happened. */

import type { Calibration } from '../../../runner/experiment/results/calibration-schema.ts';
import { calibrate, runChunk } from '../../calibration/calibrate.ts';
import type { Material, Study } from '../../calibration/study.ts';

/** Nothing is read or trained. */
export const material: Material = { recording: null, networks: null };
export const seed = 20;

export const here = (studies: readonly Study[], experiments: number, workers = 1): Promise<Calibration> =>
  calibrate({ seed, experiments, studies, workers, work: (chunk) => runChunk({ seed, studies, material }, chunk) });

export function times(calibration: Calibration, kind: Study['kind'], name: string, measure: string): number {
  const { rate, experiments } = calibration[kind][name]?.[measure] ?? { rate: Number.NaN, experiments: 0 };
  return Math.round(rate * experiments);
}

/**
 * More of so many tests at level .05 than these reject with probability 2e-7 (binomial): of one test in each experiment, and
 * of two.
 */
export const most = { 10: 6, 24: 9, 60: 14 } as const;
