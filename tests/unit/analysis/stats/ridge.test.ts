/** Regressions with a ridge: no slope is left in any direction where they stand. */
import { expect, it } from 'vitest';
import { readLinearly, ridgeLinear, ridgeLogistic } from '../../../../runner/analysis/stats/ridge.ts';
import { random } from '../../../../runner/core/random.ts';

const rows = 300;
const { normal, uniform } = random(4, 4);
const columns = Array.from({ length: 4 }, () => Float32Array.from({ length: rows }, () => normal()));
// Two columns that nearly say the same.
columns[3] = Float32Array.from(columns[2] ?? [], (value) => value + 0.05 * normal());
const value = (column: number, row: number): number => columns[column]?.[row] ?? Number.NaN;
const numbers = Float64Array.from({ length: rows }, (_, t) => 3 + 2 * value(0, t) - value(2, t) + 0.3 * normal());
const chance = (read: number) => 1 / (1 + Math.exp(-read));
const labels = Uint8Array.from({ length: rows }, (_, t) =>
  Number(uniform() < chance(0.5 + 2 * value(0, t) - value(1, t))),
);

it.each([
  ['linear', ridgeLinear(columns, numbers, 0.05), (read: number) => read, numbers, 0.05],
  ['logistic', ridgeLogistic(columns, labels, 0.01), chance, labels, 0.01],
  ['logistic', ridgeLogistic(columns, labels, 0.3), chance, labels, 0.3],
] as const)('the %s one, the intercept left free, with weights %j', (_, found, of, wanted, penalty) => {
  const rest = readLinearly(columns, found).map((read, t) => of(read) - (wanted[t] ?? Number.NaN));
  expect(rest.reduce((sum, each) => sum + each, 0) / rows).toBeCloseTo(0, 5);
  for (const [j, column] of columns.entries()) {
    const slope = column.reduce((sum, each, t) => sum + each * (rest[t] ?? 0), 0) / rows;
    expect(slope + penalty * (found.weights[j] ?? Number.NaN)).toBeCloseTo(0, 5);
  }
});

it('rows are read by the weights, and columns of another length refused', () => {
  expect([...readLinearly([Float32Array.of(1, 2)], { weights: Float64Array.of(3), intercept: -1 })]).toEqual([2, 5]);
  expect(() => readLinearly([], { weights: new Float64Array(0), intercept: 1 })).toThrow(RangeError);
  expect(() => ridgeLogistic([new Float32Array(3)], new Uint8Array(2), 1)).toThrow(RangeError);
  expect(() => ridgeLinear([new Float32Array(3)], new Float64Array(4), 1)).toThrow('4 numbers, and a column of 3 rows');
});
