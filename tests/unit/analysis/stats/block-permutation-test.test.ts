import { describe, expect, it } from 'vitest';
import {
  permutationTable,
  permutedCells,
  permutedZ,
  swapStatistic,
} from '../../../../runner/analysis/stats/block-permutation-test.ts';
import { carriersOf } from '../../../../runner/analysis/stats/carriers.ts';
import { crossMatrix, labelsOf } from '../../../../runner/analysis/stats/cross-matrix.ts';
import { segmentRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { mean } from '../../../../runner/analysis/stats/summary.ts';
import { whyNotTestable } from '../../../../runner/analysis/stats/testable.ts';
import { largestZ, permutationBlocks } from '../../../../runner/analysis/stats/tested-text.ts';
import { at } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import type { FeatureValues } from '../../../../runner/core/values.ts';
import { distance, nearly } from './reference.ts';

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
  const units = permutationBlocks(text);
  const cross = crossMatrix(ranks, labelsOf(carriersOf(mask), units), units);
  const statistic = swapStatistic(cross, units);
  const sums = everyOrder.map(statisticUnder);
  const middle = mean(sums);
  const sd = Math.sqrt(mean(sums.map((sum) => (sum - middle) ** 2)));

  it('has the mean and the standard deviation of all orders within sources', () => {
    const own = statisticUnder([0, 1, 2, 3, 4, 5, 6]);
    // The document that is alone in its source adds the same to all of them.
    const alone = own - (statistic?.observed ?? Number.NaN);
    const [mean, deviation, z] = nearly([middle - alone, sd, (own - middle) / sd], 10);
    expect(statistic).toMatchObject({ mean, sd: deviation, z });
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

it('the table of permutations permutes within sources, and gives every order about as often', () => {
  const table = permutationTable(text.sources, 2_000, random(5));
  const drawn = Array.from({ length: 2_000 }, (_, b) => [...table.subarray(b * 7, (b + 1) * 7)]);
  for (const order of drawn) {
    expect(order.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(order.map((document) => text.sources[document])).toEqual([...text.sources]);
  }
  const counts = [...Map.groupBy(drawn, (order) => order.join()).values()].map((own) => own.length);
  expect(counts).toHaveLength(48);
  // Chi-squared with 47 degrees of freedom is above 100 once in 100,000 seeds.
  const expected = 2_000 / 48;
  expect(counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)).toBeLessThan(100);
});

it('the cross matrix adds up scores at labels, however the labels lie', () => {
  const { normal, uniform } = random(2);
  const [length, tokens] = [50, 450];
  const sources = Int32Array.of(3, 3, 1, 3, 1, 8, 3, 3, 3);
  const units = permutationBlocks({ length, segments: 1, sources, types: new Int32Array(tokens) });
  const scores = Float32Array.from({ length: tokens }, normal);
  // Rare tokens, long runs, all, none, alternating.
  const carries: ((t: number) => boolean)[] = [
    (t: number) => t % 17 === 3,
    (t: number) => t % 40 > 12,
    () => true,
    () => false,
    (t: number) => t % 2 === 1,
    () => uniform() < 0.5,
    (t: number) => t % 9 < 2,
    (t: number) => t % 25 === 0,
    (t: number) => t % 20 < 15,
  ];
  const mask = Uint8Array.from(scores, (_, t) => Number(carries[Math.floor(t / length)]?.(t)));
  const meets = (d: number, e: number) =>
    scores
      .subarray(d * length, (d + 1) * length)
      .filter((_, t) => mask[e * length + t] === 1)
      .reduce((a, b) => a + b, 0);
  // More of one source than are added up at a time; one document is alone.
  const groups = ['0 1 3 6 7 8', '2 4'].map((group) => group.split(' ').map(Number));
  const expected = groups.flatMap((group) => group.flatMap((d) => group.map((e) => meets(d, e))));
  expect(distance(crossMatrix(scores, labelsOf(carriersOf(mask), units), units), expected)).toBeLessThan(1e-9);
});

describe('whether a feature can be tested', () => {
  /** Documents of 20 tokens, by turns from so many sources. */
  const units = (documents: number, sources = 1, swapped: 'documents' | 'segments within documents' = 'documents') =>
    permutationBlocks(
      {
        length: 20,
        segments: 1,
        types: new Int32Array(20 * documents),
        sources: Int32Array.from({ length: documents }, (_, d) => d % sources),
      },
      swapped,
    );
  type Of<T> = (document: number, t: number) => T;
  const mask = (documents: number, carries: Of<boolean>) =>
    Uint8Array.from({ length: 20 * documents }, (_, i) => Number(carries(Math.floor(i / 20), i % 20)));
  const numbers = (of: Of<number>) => Float32Array.from({ length: 600 }, (_, i) => of(Math.floor(i / 20), i % 20));
  const some: Of<boolean> = (document, t) => (document * 7 + t) % 5 === 0;

  const why = (carries: FeatureValues, own: ReturnType<typeof units>) => {
    const found = whyNotTestable(carries, own);
    return found && Object.values(found).join(' ');
  };
  it.each<[string, Of<boolean>, ReturnType<typeof units>, string | null]>([
    ['there is enough of everything', some, units(24), null],
    ['there is enough in each of three sources', some, units(30, 3), null],
    ['too few documents can be swapped', some, units(23), 'few to swap documents 23 24'],
    ['each document is alone in its source', some, units(40, 40), 'few to swap documents 0 24'],
    ['too few segments can be swapped', some, units(5, 1, 'segments within documents'), 'few to swap segments 5 24'],
    // 20 sources of 2: at most the root of 20.
    ['sources are too small for a large z', some, units(40, 20), 'few in a group documents 4.5 10'],
    ['29 tokens carry it', (_, t) => t === 3, units(29), 'few carriers 29 30'],
    ['30 tokens carry it in enough documents', (d, t) => t === d % 20, units(30), null],
    ['29 tokens do not', (_, t) => t !== 3, units(29), 'few without 29 30'],
    ['nine documents carry it', (d, t) => d < 9 && t < 10, units(30), 'carried by few documents 9 10'],
    // A document that is all of it has no pair of tokens to compare.
    ['no document has both', (d) => d < 15, units(30), 'carried by few documents 0 10'],
    ['labels stand at the same places', (_, t) => t < 4, units(30), 'same places documents'],
    ['one label stands elsewhere', (d, t) => t < 4 || (d === 0 && t === 19), units(30), null],
    // Documents do not leave their source.
    ['labels are alike within each source', (d, t) => t % 2 === d % 2, units(30, 2), 'same places documents'],
  ])('%s', (_, carries, own, expected) => {
    expect(why(mask(own.strata.length, carries), own)).toBe(expected);
  });

  it.each<[string, Of<number>, string | null]>([
    ['one number alone', () => 3, 'one number'],
    ['29 other numbers', (d, t) => Number(d < 29 && t === 3), 'few other numbers 29 30'],
    // Another number in each document, the same at all of its tokens.
    ['nothing that varies within a document', (d) => d, 'varies in few documents 0 10'],
    ['numbers by their place', (_, t) => t, 'same places documents'],
    ['enough of everything', (d, t) => (d * 7 + t) % 5, null],
  ])('of a number: %s', (_, of, expected) => {
    expect(why(numbers(of), units(30))).toBe(expected);
  });

  it('refuses what is not a number', () => {
    const nothing = numbers(() => Number.NaN);
    expect(() => labelsOf(nothing, units(30))).toThrow(/NaN|not a number/);
  });
});
