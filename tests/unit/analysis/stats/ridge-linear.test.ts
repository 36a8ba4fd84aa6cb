import { expect, it } from 'vitest';
import { readLinearly, ridgeLinear } from '../../../../runner/analysis/stats/ridge.ts';
import { random } from '../../../../runner/core/random.ts';

const rows = 300;
const { normal } = random(4, 4);
const columns = Array.from({ length: 4 }, () => Float32Array.from({ length: rows }, () => normal()));
// Two columns that nearly say the same.
columns[3] = Float32Array.from(columns[2] ?? [], (value) => value + 0.05 * normal());
const value = (column: number, row: number): number => columns[column]?.[row] ?? Number.NaN;
const numbers = Float64Array.from({ length: rows }, (_, t) => 3 + 2 * value(0, t) - value(2, t) + 0.3 * normal());

it('has no slope in any direction where it stands, the intercept left free', () => {
  const penalty = 0.05;
  const { weights, intercept } = ridgeLinear(columns, numbers, penalty);
  const rest = readLinearly(columns, { weights, intercept }).map((read, t) => read - (numbers[t] ?? 0));
  expect(rest.reduce((sum, each) => sum + each, 0) / rows).toBeCloseTo(0, 5);
  for (const [j, column] of columns.entries()) {
    const slope = column.reduce((sum, each, t) => sum + each * (rest[t] ?? 0), 0) / rows + penalty * (weights[j] ?? 0);
    expect(slope).toBeCloseTo(0, 5);
  }
});

it('finds what the number was made of where the ridge is small', () => {
  const { weights, intercept } = ridgeLinear(columns.slice(0, 3), numbers, 1e-6);
  expect(intercept).toBeCloseTo(3, 1);
  expect(Array.from(weights, (weight) => Math.round(10 * weight) / 10 + 0)).toEqual([2, 0, -1]);
});

it('refuses columns of another length', () => {
  expect(() => ridgeLinear([new Float32Array(3)], new Float64Array(4), 1)).toThrow('4 numbers, and a column of 3 rows');
});
