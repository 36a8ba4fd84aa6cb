/** What columns explain of numbers beyond covariates, in parts of which no regression was made: as normal equations have it (NumPy). */
import { expect, it } from 'vitest';
import { explained } from '../../../../runner/analysis/stats/explained.ts';
import { distance, made } from './reference.ts';

it("errors and the strength of the ridge are NumPy's; too few parts are refused", () => {
  type Lists = Record<'numbers' | 'parts' | 'penalties' | 'chosen' | 'mean' | 'covariates' | 'left', number[]>;
  const numpy = made<Lists & Record<'columns' | 'beside', number[][]>>('pairs/explained');
  const floats = (columns: number[][]) => columns.map((column) => Float32Array.from(column));
  const task = {
    columns: floats(numpy.columns),
    numbers: Float32Array.from(numpy.numbers),
    parts: Int32Array.from(numpy.parts),
    covariates: () => floats(numpy.beside),
    penalties: [numpy.penalties, numpy.penalties, numpy.penalties],
  };
  const found = explained(task);
  expect(found.penalties.flat()).toEqual(numpy.chosen);
  expect(distance(found.mean, numpy.mean)).toBeLessThan(1e-4);
  expect(distance(found.covariates, numpy.covariates)).toBeLessThan(1e-4);
  expect(distance(found.columns, numpy.left)).toBeLessThan(1e-4);
  expect(() => explained({ ...task, penalties: [[1], [1]] })).toThrow('at least 3 parts, got 2');
});
