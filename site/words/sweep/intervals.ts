/** 95% intervals: of a mean over seeds (Student's t), and of a share (Wilson 1927). Pure. */

import { at } from '../../../runner/core/at.ts';

export interface Mean {
  mean: number;
  /** Null of a single value. */
  low: number | null;
  high: number | null;
}

/** The .975 quantile of Student's t by degrees of freedom, from 1; beyond the table it is that of the last. */
const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
] as const;

/** Throws a RangeError of no values. */
export function meanOf(values: readonly number[]): Mean {
  if (values.length === 0) throw new RangeError('a mean needs values');
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const freedom = values.length - 1;
  if (freedom === 0) return { mean, low: null, high: null };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / freedom;
  const t = at(quantiles, Math.min(freedom, quantiles.length) - 1);
  const half = t * Math.sqrt(variance / values.length);
  return { mean, low: mean - half, high: mean + half };
}

const z = 1.959964;

/** Of `hits` among `all`, at least one: [low, high], 0 to 1. */
export function shareInterval(hits: number, all: number): [number, number] {
  const share = hits / all;
  const scale = 1 + z ** 2 / all;
  const centre = (share + z ** 2 / (2 * all)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / all + z ** 2 / (4 * all ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
