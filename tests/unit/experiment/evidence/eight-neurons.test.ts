import { describe, expect, it } from 'vitest';
import { permutationTable, permutedCells } from '../../../../runner/analysis/stats/block-permutation-test.ts';
import { carriersOf } from '../../../../runner/analysis/stats/carriers.ts';
import { sumRows } from '../../../../runner/analysis/stats/columns.ts';
import { labelsOf } from '../../../../runner/analysis/stats/cross-matrix.ts';
import { ranksInClasses } from '../../../../runner/analysis/stats/effects.ts';
import { emptyTally, permutationTests } from '../../../../runner/analysis/stats/permutation-tests.ts';
import { segmentRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { permutationBlocks, referenceText } from '../../../../runner/analysis/stats/tested-text.ts';
import { random } from '../../../../runner/core/random.ts';
import { eightNeurons } from '../../../../runner/experiment/evidence/kernels.ts';

const { normal, uniform } = random(5, 8);
const rows = 300;
/** Of very different size, so that every rounding and every other order shows. */
const column = () => Float32Array.from({ length: rows }, () => normal() * 10 ** Math.round(3 * normal()));
const lists = [0.5, 0, 0.01, 1].map((share) =>
  Int32Array.from(Array.from({ length: rows }).keys()).filter(() => uniform() < share),
);
const added = (values: Float32Array, list: Int32Array): number =>
  list.reduce((sum, row) => sum + (values[row] ?? 0), 0);

const kernel = await eightNeurons();

it.each([
  ['the kernel', kernel.sum],
  ['plain loops', sumRows],
])('%s: sums are added in the order of the rows, to the bit, of the columns that were put last', (_, summer) => {
  const sums = summer(lists, rows);
  const found = new Float64Array(sums.width);
  let columns = Array.from({ length: sums.width }, column);
  for (const _round of [0, 1]) {
    for (const [k, values] of columns.entries()) sums.put(k, values);
    for (const [index, list] of lists.entries()) {
      sums.at(index, found);
      expect([...found]).toEqual(columns.map((values) => added(values, list)));
    }
    // The second time half of the columns are others.
    columns = columns.map((values, k) => (k % 2 === 1 ? column() : values));
  }
});

it('ranks are those of plain loops, to the bit: within documents and segments, of all tokens and of classes', () => {
  const [segments, length, documents] = [3, 14, 6];
  const tokens = documents * segments * length;
  const parts = { sources: new Int32Array(documents), types: new Int32Array(tokens) };
  const texts = [
    { ...parts, segments, length },
    { ...parts, segments: 1, length: segments * length },
  ];
  // None, some of which stand twice or more, and all; one document has none.
  const classes = texts.flatMap((text) =>
    [0, 0.3, 0.9, 1].map((share) => {
      const members = Uint8Array.from({ length: tokens }, (_, t) =>
        Number(share === 1 || (t > 50 && uniform() < share)),
      );
      const { text: seen, view } = referenceText(text, members);
      return { view, units: permutationBlocks(seen), carriers: [] };
    }),
  );
  const [there, here] = [kernel.ranks(classes, tokens), ranksInClasses(classes, tokens)];
  const tied = Float32Array.from({ length: tokens }, () => Math.round(2 * normal()) / 4 || -0);
  const extremes = Float32Array.from(
    { length: tokens },
    (_, t) => [0, -0, 1e-45, -1e-45, Infinity, -Infinity][t % 7] ?? t,
  );
  for (const values of [tied, extremes, tied.map(() => 1), tied.map((_, t) => -t)]) {
    expect(there(values).map((ranks) => [...ranks])).toEqual(here(values).map((ranks) => [...ranks]));
  }
  tied[7] = Number.NaN;
  expect(() => there(tied)).toThrow('activation 7 is not a number');
  expect(kernel.ranks([], 0)(new Float32Array(0))).toEqual([]);
});

describe('the swap tests of eight neurons side by side', () => {
  // Two sources of several documents and one that has nothing to be swapped with.
  const sources = Int32Array.from([0, 0, 1, 0, 2, 1, 0, 1, 0]);
  const [segments, length] = [3, 14];
  const tokens = sources.length * segments * length;
  const units = permutationBlocks({ length, segments, sources, types: new Int32Array(tokens) });
  let state = 0;
  const inRuns = Uint8Array.from({ length: tokens }, () => (state = uniform() < 0.08 ? 1 - state : state));
  const rare = Uint8Array.from({ length: tokens }, () => Number(uniform() < 0.04));
  const numbers = Float32Array.from({ length: tokens }, () => Math.round(5 * normal()));
  const activations = [
    ...Array.from({ length: 10 }, () => Float32Array.from({ length: tokens }, normal)),
    // Alike in all units: there is no z.
    Float32Array.from({ length: tokens }, (_, t) => t % length),
  ];
  const ranks = activations.map((activation) => segmentRanks(activation, length));

  type Tests = ReturnType<typeof permutationTests>;
  /** The z of each feature and neuron, as many neurons at once as find room; what else is told of all. */
  const toldOf = ({ width, ...tests }: Tests, features: number, of: typeof ranks, permutations: number) => {
    const z = Array.from({ length: features }, (): number[] => []);
    for (let from = 0; from < of.length; from += width) {
      const part = of.slice(from, from + width);
      for (const [k, each] of part.entries()) tests.put(k, each);
      const found = new Float64Array(width);
      for (const [feature, all] of z.entries()) {
        tests.test(feature, part.length, found);
        all.push(...found.subarray(0, part.length));
      }
    }
    const tally = emptyTally(permutations);
    tests.tell(tally);
    return { z, ...tally };
  };

  it.each([
    ['marks here and there', [rare]],
    ['marks in runs', [inRuns]],
    ['numbers', [numbers]],
    ['all of them, and a mark that is nowhere', [inRuns, numbers, rare, new Uint8Array(tokens)]],
  ])('of %s are those of plain loops, to the bit, and so are the counts of their permutations', (_, values) => {
    const labels = values.map((own) => labelsOf(carriersOf(own), units));
    for (const permutations of [99, 20]) {
      const cells = permutedCells(permutationTable(sources, permutations, random(2)), units);
      const asked = { units, cells, permutations, labels };
      const [there, here] = [kernel.swaps(asked), permutationTests(asked)].map((tests) =>
        // The second time a tally begins anew, and the last neurons are fewer than find room.
        [ranks.slice(0, 8), ranks.slice(3)].map((own) => toldOf(tests, values.length, own, permutations)),
      );
      expect(there).toEqual(here);
      // What is alike in all units has none, and is not counted; nor is a mark that is nowhere.
      const last = there?.[1];
      expect(last?.z[0]?.map(Number.isNaN)).toEqual([...new Array(7).fill(false), true]);
      const tests = values.length === 1 ? 7 : 21;
      expect(last?.histogram.reduce((sum, each) => sum + each)).toBe(permutations * tests);
    }
  });

  it('of very many documents are left to plain loops, whose tables take an eighth of the memory', () => {
    const width = (documents: number): number => {
      const types = new Int32Array(documents);
      const many = permutationBlocks({ length: 1, segments: 1, sources: new Int32Array(documents), types });
      return kernel.swaps({ units: many, cells: new Uint16Array(0), permutations: 0, labels: [] }).width;
    };
    expect([width(724), width(725)]).toEqual([8, 4]);
  });

  it('of documents that have nothing to be swapped with have no z', () => {
    const types = new Int32Array(tokens);
    const alone = permutationBlocks({ length, segments, sources: Int32Array.from(sources.keys()), types });
    const labels = [labelsOf(carriersOf(rare), alone)];
    const asked = { units: alone, cells: new Uint16Array(0), permutations: 20, labels };
    for (const tests of [kernel.swaps(asked), permutationTests(asked)])
      expect(toldOf(tests, 1, ranks.slice(0, 2), 20).z).toEqual([[Number.NaN, Number.NaN]]);
  });
});
