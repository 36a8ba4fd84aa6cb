import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stateOfLevel } from '../../../../runner/analysis/findings/states.ts';
import { cutsOf, levelOf } from '../../../../runner/analysis/stats/levels.ts';
import { localSlope } from '../../../../runner/analysis/stats/local-auc.ts';

/** Made by `tests/fixtures/evidence/rank_correlation.py`. */
const cases = JSON.parse(
  readFileSync(new URL('../../../fixtures/evidence/rank-correlation.json', import.meta.url), 'utf8'),
) as {
  numbers: number[];
  cuts: number[];
  levels: number[];
  activation: number[];
  length: number;
  segments: number;
  slope: { value: number; error: number };
}[];

describe('the levels of a number', () => {
  it.each(cases)('are its quintiles, joined where equal numbers would lie in two (%#)', ({ numbers, cuts, levels }) => {
    const found = cutsOf(Float32Array.from(numbers), 5);
    expect([...found]).toEqual(cuts);
    expect(numbers.map((number) => levelOf(number, found))).toEqual(levels);
  });

  it('pass over tokens without one', () => {
    const cuts = cutsOf(Float32Array.of(Number.NaN, 1, 2, Number.NaN, 3, 4), 2);
    expect([...cuts]).toEqual([2]);
    expect([Number.NaN, 1, 2, 3].map((each) => levelOf(each, cuts))).toEqual([-1, 0, 0, 1]);
    expect(cutsOf(Float32Array.of(5, 5, 5), 5)).toHaveLength(0);
  });

  it('are states from one end to the other, each as far from it as its mirror from the other, the one in the middle its own', () => {
    expect([0, 1, 2, 3, 4].map((level) => stateOfLevel(level, 5))).toEqual([0, 1, 2, 3, 4]);
    expect([0, 1, 2, 3].map((level) => stateOfLevel(level, 4))).toEqual([0, 1, 3, 4]);
    expect([0, 1, 2].map((level) => stateOfLevel(level, 3))).toEqual([0, 2, 4]);
    expect([0, 1].map((level) => stateOfLevel(level, 2))).toEqual([0, 4]);
  });
});

describe('the slope within segments', () => {
  it.each(cases)('is that of NumPy, and so is its error (%#)', ({ activation, numbers, length, segments, slope }) => {
    const found = localSlope(Float32Array.from(activation), Float32Array.from(numbers), { length, segments });
    expect(found?.value).toBeCloseTo(slope.value, 5);
    expect((found?.value ?? 0) / (found?.test().t ?? 1)).toBeCloseTo(slope.error, 5);
  });
});
