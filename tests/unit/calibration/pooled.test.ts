import { expect, test } from 'vitest';
import { exactInterval } from '../../../runner/analysis/stats/distributions.ts';
import type { Calibration, Rate } from '../../../runner/experiment/results/calibration-schema.ts';
import { pooled } from '../../calibration/pooled.ts';

const rate = (times: number, experiments: number, wanted: Rate['wanted'], passed: boolean): Rate => ({
  rate: times / experiments,
  interval: exactInterval(times, experiments),
  experiments,
  wanted,
  passed,
});

const calibration = (seed: number, kinds: Partial<Calibration>): Calibration => ({
  seeds: [seed],
  experiments: 200,
  nulls: {},
  plants: {},
  mutants: {},
  about: {},
  ...kinds,
});

test('the experiments of two seeds count as one, and are judged anew', () => {
  const one = calibration(1, { nulls: { a: { chance: rate(3, 7, [0, 0.07], false) } }, plants: { only: {} } });
  const other = calibration(2, { nulls: { a: { chance: rate(0, 93, [0, 0.07], true) }, b: {} } });
  const both = pooled(one, other);
  expect(both.seeds).toEqual([1, 2]);
  // Of 100: its interval, from 0.6% to 8.5%, touches what is wanted.
  expect(both.nulls.a?.chance).toEqual(rate(3, 100, [0, 0.07], true));
  expect(Object.keys(both.nulls)).toEqual(['a', 'b']);
  expect(both.plants).toEqual({ only: {} });
});

test('a broken test is found out where the whole interval is outside the band', () => {
  const broken = (seed: number, times: number) =>
    calibration(seed, { mutants: { a: { found: rate(times, 20, [0, 0.07], false) } } });
  expect(pooled(broken(1, 4), broken(2, 5)).mutants.a?.found).toEqual(rate(9, 40, [0, 0.07], true));
});

test('no experiment counts twice', () => {
  expect(() => pooled(calibration(1, {}), calibration(1, {}))).toThrow(/seed 1 is in both/);
});
