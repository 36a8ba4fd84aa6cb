import { expect, it } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { rowSummer } from '../../../../runner/experiment/evidence/row-sums.ts';
import { sumRows } from '../../../../runner/stats/columns.ts';

const { normal, uniform } = random(5, 8);
const rows = 300;
/** Of very different size, so that every rounding and every other order shows. */
const column = () => Float32Array.from({ length: rows }, () => normal() * 10 ** Math.round(3 * normal()));
const lists = [0.5, 0, 0.01, 1].map((share) =>
  Int32Array.from(Array.from({ length: rows }).keys()).filter(() => uniform() < share),
);
const added = (values: Float32Array, list: Int32Array): number =>
  list.reduce((sum, row) => sum + (values[row] ?? 0), 0);

it.each([
  ['the kernel', await rowSummer()],
  ['plain loops', sumRows],
])(
  '%s: sums at rows are added in the order of the rows, to the bit, of the columns that were put last',
  (_, summer) => {
    const sums = summer(lists, rows);
    const found = new Float64Array(sums.width);
    const columns = Array.from({ length: sums.width }, column);
    for (const round of [0, 1]) {
      // The second time half of the columns are others.
      columns.forEach((_values, k) => {
        if (round === 0 || k % 2 === 1) columns[k] = column();
      });
      columns.forEach((values, k) => {
        sums.put(k, values);
      });
      for (const [index, list] of lists.entries()) {
        sums.at(index, found);
        expect([...found]).toEqual(columns.map((values) => added(values, list)));
      }
    }
  },
);
