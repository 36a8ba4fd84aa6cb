/** What columns explain of numbers beyond covariates: as NumPy has it, and nothing of what covariates say already. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { explained } from '../../../../runner/analysis/stats/explained.ts';

const file = new URL('../../../fixtures/pairs/explained.json', import.meta.url);
const numpy: Record<'columns' | 'beside', number[][]> &
  Record<'numbers' | 'parts' | 'penalties' | 'chosen' | 'mean' | 'covariates' | 'left', number[]> = JSON.parse(
  readFileSync(file, 'utf8'),
);
const beside = numpy.beside.map((column) => Float32Array.from(column));
const task = {
  columns: numpy.columns.map((column) => Float32Array.from(column)),
  numbers: Float32Array.from(numpy.numbers),
  parts: Int32Array.from(numpy.parts),
  covariates: () => beside,
  penalties: [numpy.penalties, numpy.penalties, numpy.penalties],
};

it('the errors are those of normal equations, in parts of which no regression was made', () => {
  const found = explained(task);
  expect(found.penalties.flat()).toEqual(numpy.chosen);
  for (const [own, expected] of [
    [found.mean, numpy.mean],
    [found.covariates, numpy.covariates],
    [found.columns, numpy.left],
  ] as const)
    for (const [row, error] of own.entries()) expect(error).toBeCloseTo(expected[row] ?? Number.NaN, 4);
});

it('columns that are covariates again explain nothing more', () => {
  const { covariates, columns } = explained({
    ...task,
    columns: beside.map((column) => column.map((each) => 3 * each)),
  });
  for (const [row, error] of columns.entries()) expect(error).toBeCloseTo(covariates[row] ?? Number.NaN, 5);
});

it('too few parts are refused', () => {
  expect(() => explained({ ...task, penalties: [[1], [1]] })).toThrow('at least 3 parts, got 2');
});
