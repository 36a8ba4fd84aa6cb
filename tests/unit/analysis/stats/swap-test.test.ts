import { describe, expect, it } from 'vitest';
import { carriersOf } from '../../../../runner/analysis/stats/carriers.ts';
import { crossMatrix, labelsOf } from '../../../../runner/analysis/stats/cross-matrix.ts';
import { segmentRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { mean } from '../../../../runner/analysis/stats/summary.ts';
import {
  permutationTable,
  permutedCells,
  permutedZ,
  swapStatistic,
} from '../../../../runner/analysis/stats/swap-test.ts';
import { largestZ, swapUnits } from '../../../../runner/analysis/stats/tested-text.ts';
import { at } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance } from './reference.ts';

const orders = (items: readonly number[]): number[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item) => orders(items.filter((i) => i !== item)).map((o) => [item, ...o]));

/** Documents 0, 2, 5 and 6 of one source, 1 and 3 of another, 4 alone; two segments of 6 tokens each. */
const text = { length: 6, segments: 2, sources: Int32Array.of(0, 1, 0, 1, 2, 0, 0), types: new Int32Array(84) };
const { normal, uniform } = random(17);
const activation = Float32Array.from({ length: 84 }, () => Math.round(3 * normal()));
const mask = Uint8Array.from({ length: 84 }, () => (uniform() < 0.4 ? 1 : 0));
const ranks = segmentRanks(activation, 6);

/** T with the labels of other documents, added up token by token. */
const statisticUnder = (order: readonly number[]): number =>
  ranks.reduce((sum, rank, t) => sum + rank * at(mask, at(order, Math.floor(t / 12)) * 12 + (t % 12)), 0);

const everyOrder = orders([0, 2, 5, 6]).flatMap((first) =>
  orders([1, 3]).map((second) => [first[0], second[0], first[1], second[1], 4, first[2], first[3]] as number[]),
);

describe('the swap test', () => {
  const units = swapUnits(text);
  const cross = crossMatrix(ranks, labelsOf(carriersOf(mask), units), units);
  const statistic = swapStatistic(cross, units);
  const sums = everyOrder.map(statisticUnder);
  const middle = mean(sums);
  const sd = Math.sqrt(mean(sums.map((sum) => (sum - middle) ** 2)));

  it('has the mean and the standard deviation of all orders within sources', () => {
    const own = statisticUnder([0, 1, 2, 3, 4, 5, 6]);
    // The document that is alone in its source adds the same to all of them.
    const alone = own - (statistic?.observed ?? Number.NaN);
    const numbers = { mean: middle - alone, sd, z: (own - middle) / sd };
    for (const [name, value] of Object.entries(numbers))
      expect(statistic?.[name as keyof typeof numbers], name).toBeCloseTo(value, 10);
  });

  it('gives each permutation of a table the z that its order has', () => {
    const table = Uint16Array.from(everyOrder.flat());
    const standardised = statistic?.standardised ?? new Float64Array();
    const cells = permutedCells(table, units);
    const z = permutedZ(standardised, cells, new Float64Array(48));
    const expected = sums.map((sum) => (sum - middle) / sd);
    expect(distance(z, expected)).toBeLessThan(1e-10);
    const own = everyOrder.findIndex((order) => order.every((document, place) => document === place));
    expect(z[own]).toBe(statistic?.z);
    // Of a table of any length, to the bit.
    for (const length of [1, 2, 3, 47]) {
      const some = cells.subarray(0, (length * cells.length) / 48);
      expect([...permutedZ(standardised, some, new Float64Array(length))]).toEqual([...z.subarray(0, length)]);
    }
  });

  it('cannot tell when labels, or activations, are alike in all documents', () => {
    const crossOf = (own: Float32Array, labels: Uint8Array) =>
      crossMatrix(own, labelsOf(carriersOf(labels), units), units);
    const alike = mask.map((_, t) => at(mask, t % 12));
    expect(swapStatistic(crossOf(ranks, alike), units)).toBeNull();
    const constant = segmentRanks(new Float32Array(84).fill(0.25), 6);
    expect(swapStatistic(crossOf(constant, mask), units)).toBeNull();
  });

  it('reaches the largest z there can be when every document fits its own labels alone', () => {
    const fitting = new Float64Array(units.cells);
    for (let d = 0; d < 4; d++) fitting[d * 4 + d] = 3;
    for (let d = 0; d < 2; d++) fitting[16 + d * 2 + d] = 1;
    // Of a single group: n - 1.
    const single = { ...units, groups: [Int32Array.of(0, 1, 2, 3)], cells: 16 };
    expect(swapStatistic(fitting.slice(0, 16), single)?.z).toBeCloseTo(largestZ(single), 10);
    expect(largestZ(units)).toBeCloseTo(Math.sqrt(9 + 1), 12);
    expect(swapStatistic(fitting, units)?.z).toBeLessThanOrEqual(largestZ(units) + 1e-9);
  });
});

describe('the table of permutations', () => {
  const table = permutationTable(text.sources, 2_000, random(5));
  const orders = Array.from({ length: 2_000 }, (_, b) => [...table.subarray(b * 7, (b + 1) * 7)]);

  it('permutes within sources, and gives every order about as often', () => {
    for (const order of orders) {
      expect(order.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect(order.map((document) => text.sources[document])).toEqual([...text.sources]);
    }
    const counts = [...Map.groupBy(orders, (order) => order.join()).values()].map((own) => own.length);
    expect(counts).toHaveLength(48);
    // Chi-squared with 47 degrees of freedom is above 100 once in 100,000 seeds.
    const expected = 2_000 / 48;
    expect(counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)).toBeLessThan(100);
  });

  it('is the same for the same random numbers', () => {
    expect(permutationTable(text.sources, 50, random(5))).toEqual(table.slice(0, 350));
    expect(permutationTable(text.sources, 50, random(6))).not.toEqual(table.slice(0, 350));
  });
});
