/** What ranks, adds up and tests eight neurons side by side, in WebAssembly: eight-neurons.wat, ranks.wat. */
import { readFile } from 'node:fs/promises';
import { rounding } from '../../analysis/stats/block-permutation-test.ts';
import type { ColumnsOf, SumRows } from '../../analysis/stats/columns.ts';
import type { UnitLabels } from '../../analysis/stats/cross-matrix.ts';
import { type RanksInClasses, stretchOf } from '../../analysis/stats/effects.ts';
import type { Kernels } from '../../analysis/stats/max-t.ts';
import {
  addTally,
  bins,
  binsPerUnit,
  permutationTests,
  type TestPermutations,
} from '../../analysis/stats/permutation-tests.ts';
import { centredTable, placesByToken } from '../../analysis/stats/ranks.ts';
import { notANumber } from '../../analysis/stats/rising-order.ts';
import { swappable } from '../../analysis/stats/tested-text.ts';
import { item } from '../../core/at.ts';

const width = 8;
/** Bytes of a cell's, a sum's or a permutation's eight float64: a line of a processor's cache. */
const line = width * Float64Array.BYTES_PER_ELEMENT;
const pair = 2 * Float64Array.BYTES_PER_ELEMENT;
const pageOfMemory = 65536;
/** Eight tables of more cells would take more memory than their speed is worth: 32 MB for each class and thread. */
const mostCells = 2 ** 19;

/** What is named, but for counts, is a place in bytes. */
interface Kernel {
  add(values: number, at: number, end: number, sums: number): void;
  cumulate(values: number, units: number, tokens: number, cumulated: number): void;
  /** Of values, what they come to, tokens of a unit, a group, how many units it has, their lists, and the table. */
  cross(...of: [number, number, number, number, number, number, number]): void;
  centre(table: number, n: number, sums: number, variance: number, size: number): void;
  divide(table: number, cells: number, by: number): void;
  permute(table: number, cells: number, permutations: number, units: number, z: number): void;
  tally(z: number, permutations: number, maxima: number, histogram: number, bins: number, last: number): void;
  multiply(values: number, factors: number, end: number, sums: number): void;
  weigh(values: number, sums: number, end: number, weights: number): void;
}

/** As `Kernel`. */
interface RanksKernel {
  /** Values, how many, counts, and two arrays of entries, of which the first is sorted; the place of what is not a number, or -1. */
  sort(...of: [number, number, number, number, number]): number;
  /** Sorted entries, where they are dealt out to, how many, of a stretch, and where the next of each goes. */
  deal(...of: [number, number, number, number, number]): void;
  /** Sorted entries, how many, of a stretch, those of the class in it, their places, the table of ranks, and the ranks. */
  rank(...of: [number, number, number, number, number, number, number]): void;
}

type Lengths<Name extends string> = Readonly<Record<Name, number>>;

/** The kernel with a memory of its own that holds arrays of such lengths. */
function withMemory<D extends string, F extends string, I extends string, Functions = Kernel>(
  code: WebAssembly.Module,
  { doubles, floats, ints }: { doubles: Lengths<D>; floats: Lengths<F>; ints: Lengths<I> },
) {
  let bytes = 0;
  const placed = (lengths: Lengths<string>, size: number): [name: string, place: number, length: number][] =>
    Object.entries(lengths).map(([name, length]) => {
      const place = bytes;
      bytes += Math.ceil((length * size) / line) * line;
      return [name, place, length];
    });
  const all = [placed(doubles, 8), placed(floats, 4), placed(ints, 4)] as const;
  const memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(bytes / pageOfMemory)) });
  const { exports } = new WebAssembly.Instance(code, { neurons: { memory } });
  const views = <Name extends string, View>(
    of: readonly [string, number, number][],
    make: new (buffer: ArrayBuffer, place: number, length: number) => View,
  ) =>
    Object.fromEntries(of.map(([name, place, length]) => [name, new make(memory.buffer, place, length)])) as Record<
      Name,
      View
    >;
  return {
    run: exports as unknown as Functions,
    ...views<D, Float64Array>(all[0], Float64Array),
    ...views<F, Float32Array>(all[1], Float32Array),
    ...views<I, Int32Array>(all[2], Int32Array),
  };
}

const compiled = async (file: string): Promise<WebAssembly.Module> =>
  await WebAssembly.compile(await readFile(new URL(file, import.meta.url)));

export async function eightNeurons(): Promise<Kernels & { columns: ColumnsOf }> {
  const code = await compiled('./eight-neurons.wasm');
  const tests = testsOf(code);
  return {
    sum: sumsOf(code),
    swaps: (asked) => (asked.units.cells > mostCells ? permutationTests(asked) : tests(asked)),
    ranks: ranksOf(await compiled('./ranks.wasm')),
    columns: columnsOf(code),
  };
}

/** Digits of the three passes of the sort. */
const digits = 3 * 2048;

const ranksOf =
  (code: WebAssembly.Module): RanksInClasses =>
  (classes, tokens) => {
    const starts = {
      table: startsOf(classes.map(({ units }) => ({ length: 2 * units.segment + 1 }))),
      // One more, of no meaning, for what is not of the class.
      ranks: startsOf(classes.map(({ units }) => ({ length: units.count * units.tokens + 1 }))),
    };
    const memory = withMemory<
      'spare' | 'sorted' | 'dealt',
      'values' | 'table' | 'ranks',
      'counts' | 'next' | 'places',
      RanksKernel
    >(code, {
      doubles: { spare: tokens, sorted: tokens, dealt: tokens },
      floats: { values: tokens, table: starts.table.at(-1) ?? 0, ranks: starts.ranks.at(-1) ?? 0 },
      ints: { counts: digits, next: tokens, places: 2 * tokens * classes.length },
    });
    const asked = classes.map((own, index) => {
      const [table, first, end] = [item(starts.table, index), item(starts.ranks, index), item(starts.ranks, index + 1)];
      memory.table.set(centredTable(own.units.segment), table);
      const known = own.view === null ? null : placesByToken(own.view, tokens);
      const places = memory.places.subarray(2 * tokens * index, 2 * tokens * (index + 1));
      for (let t = 0; t < tokens; t++) places.set([4 * (known?.first[t] ?? t), known?.count[t] ?? 1], 2 * t);
      const ranks = memory.ranks.subarray(first, end);
      const where = [places.byteOffset, memory.table.byteOffset + 4 * table, ranks.byteOffset] as const;
      return { segment: own.units.segment, stretch: stretchOf(own, tokens), where, ranks: ranks.subarray(0, -1) };
    });
    const all = asked.map(({ ranks }) => ranks);
    const [sorted, dealt] = [memory.sorted.byteOffset, memory.dealt.byteOffset];
    return (activation) => {
      if (tokens === 0) return all;
      memory.values.set(activation);
      const { sort, deal, rank } = memory.run;
      const wrong = sort(memory.values.byteOffset, tokens, memory.counts.byteOffset, sorted, memory.spare.byteOffset);
      if (wrong >= 0) throw notANumber(wrong);
      let last = tokens;
      for (const { stretch, segment, where } of asked) {
        if (stretch < tokens && stretch !== last) deal(sorted, dealt, tokens, stretch, memory.next.byteOffset);
        last = stretch;
        rank(stretch < tokens ? dealt : sorted, tokens, stretch, segment, ...where);
      }
      return all;
    };
  };

/** Puts a column into [rows][8]. */
function put(values: Float32Array, column: number, own: Float32Array): void {
  for (let row = 0, to = column; row < own.length; row++, to += width) values[to] = own[row] ?? 0;
}

/** Lists one behind the other, [lists + 1] where each begins. */
function startsOf(lists: readonly { length: number }[]): number[] {
  const starts = [0];
  for (const { length } of lists) starts.push((starts.at(-1) ?? 0) + length);
  return starts;
}

const sumsOf =
  (code: WebAssembly.Module): SumRows =>
  (lists, rows) => {
    const starts = startsOf(lists);
    const { run, sums, values, all } = withMemory(code, {
      doubles: { sums: width },
      floats: { values: width * rows },
      ints: { all: starts.at(-1) ?? 0 },
    });
    for (const [index, list] of lists.entries()) all.set(list, starts[index]);
    const place = (list: number): number => all.byteOffset + all.BYTES_PER_ELEMENT * (starts[list] ?? 0);
    return {
      width,
      put: (column, own) => put(values, column, own),
      at(list, into) {
        run.add(values.byteOffset, place(list), place(list + 1), sums.byteOffset);
        into.set(sums);
      },
    };
  };

const columnsOf =
  (code: WebAssembly.Module): ColumnsOf =>
  (columns, rows) => {
    const eights = Math.ceil(columns.length / width);
    // What fills up the last two rows, and the last eight columns, is 0.
    const even = 2 * Math.max(1, Math.ceil(rows / 2));
    const { run, values, ofRows, ofColumns } = withMemory(code, {
      doubles: { ofRows: even, ofColumns: width * eights },
      floats: { values: width * eights * even },
      ints: {},
    });
    const placeOf = (eight: number): number => width * even * eight;
    for (const [index, column] of columns.entries()) {
      put(values.subarray(placeOf(Math.floor(index / width))), index % width, column);
    }
    const end = ofRows.byteOffset + ofRows.byteLength;
    const each = (work: Kernel['weigh']): void => {
      for (let eight = 0; eight < eights; eight++) {
        const own = values.byteOffset + values.BYTES_PER_ELEMENT * placeOf(eight);
        work(own, ofRows.byteOffset, end, ofColumns.byteOffset + line * eight);
      }
    };
    return {
      addWeighted(sums, weights) {
        ofRows.set(sums);
        ofColumns.set(weights.subarray(0, columns.length));
        each(run.weigh);
        sums.set(ofRows.subarray(0, rows));
      },
      addProducts(sums, factors) {
        ofRows.set(factors);
        ofColumns.set(sums.subarray(0, columns.length));
        each(run.multiply);
        sums.set(ofColumns.subarray(0, columns.length));
      },
    };
  };

/** Kinds of lists, as `cross` knows them. */
const [atTokens, inRuns, ofNumbers] = [0, 1, 2];

/** What a feature is in each unit: [units][kind, begin, end], and what these name, of one size each. */
function listsOf(labels: UnitLabels, units: number): { kinds: Int32Array; starts: Int32Array; items: Int32Array } {
  if ('weights' in labels) {
    const { weights } = labels;
    const items = new Int32Array(weights.buffer, weights.byteOffset, weights.length);
    const starts = Int32Array.from({ length: units + 1 }, (_, unit) => (unit * weights.length) / units);
    return { kinds: new Int32Array(units).fill(ofNumbers), starts, items };
  }
  const { runs, starts, at } = labels;
  return { kinds: Int32Array.from(runs, (is) => (is === 1 ? inRuns : atTokens)), starts, items: Int32Array.from(at) };
}

const testsOf =
  (code: WebAssembly.Module): TestPermutations =>
  ({ units, cells, permutations, labels }) => {
    const { count, tokens, groups } = units;
    const members = swappable(units);
    const largest = groups.reduce((most, { length }) => Math.max(most, length), 0);
    const features = labels.map((own) => listsOf(own, count));
    const starts = startsOf(features.map(({ items }) => items));
    const areRuns = features.some(({ kinds }) => kinds.includes(inRuns));
    // The kernel takes two permutations at a time; what stands behind the last counts for nothing.
    const even = 2 * Math.ceil(permutations / 2);
    const memory = withMemory(code, {
      doubles: {
        cumulated: areRuns ? width * count * (tokens + 1) : 0,
        table: width * units.cells,
        z: width * even,
        sums: 4 * largest,
        variance: width,
        size: width,
        sd: width,
        maxima: permutations,
        histogram: bins,
      },
      floats: { values: width * count * tokens },
      ints: { permuted: even * members, group: members, lists: 3 * count * features.length, items: starts.at(-1) ?? 0 },
    });
    const { run, cumulated, table, z, sums, variance, size, sd, maxima, histogram, values, permuted, group } = memory;
    permuted.set(cells);
    group.set(groups.flatMap((own) => [...own]));
    for (const [feature, own] of features.entries()) {
      memory.items.set(own.items, starts[feature]);
      const place = (at: number) => memory.items.byteOffset + 4 * ((starts[feature] ?? 0) + at);
      own.kinds.forEach((kind, unit) => {
        const [begin = 0, end = 0] = own.starts.subarray(unit, unit + 2);
        memory.lists.set([kind, place(begin), place(end)], 3 * (feature * count + unit));
      });
    }
    let isNew = true;

    /** The cross matrices of a feature, centred and standardised; of a neuron that is alike in all units `sd` is 0. */
    function standardise(feature: number): void {
      const lists = memory.lists.byteOffset + 4 * 3 * feature * count;
      variance.fill(0);
      size.fill(0);
      let [units, cell] = [group.byteOffset, table.byteOffset];
      for (const { length: n } of groups) {
        run.cross(values.byteOffset, cumulated.byteOffset, tokens, units, n, lists, cell);
        for (let lane = 0; lane < line; lane += pair) {
          run.centre(cell + lane, n, sums.byteOffset, variance.byteOffset + lane, size.byteOffset + lane);
        }
        units += 4 * n;
        cell += line * n * n;
      }
      for (let k = 0; k < width; k++) {
        const own = Math.sqrt(variance[k] ?? 0);
        sd[k] = own > rounding * Math.sqrt(size[k] ?? 0) ? own : 0;
      }
      run.divide(table.byteOffset, table.length / width, sd.byteOffset);
    }

    /** The z of the true order, from the diagonals, added up as those of the permutations are. */
    function trueZ(k: number): number {
      let [sum, cell] = [0, k];
      for (const { length: n } of groups) {
        for (let d = 0; d < n; d++) sum += table[cell + width * d * (n + 1)] ?? 0;
        cell += width * n * n;
      }
      return sum;
    }

    return {
      width,
      put(k, ranks) {
        put(values, k, ranks);
        isNew = true;
      },
      test(feature, tested, into) {
        if (members === 0) {
          into.fill(Number.NaN);
          return;
        }
        if (isNew && areRuns) run.cumulate(values.byteOffset, count, tokens, cumulated.byteOffset);
        isNew = false;
        standardise(feature);
        run.permute(table.byteOffset, permuted.byteOffset, even, members, z.byteOffset);
        for (let k = 0; k < tested; k++) {
          into[k] = sd[k] === 0 ? Number.NaN : trueZ(k);
          if (sd[k] === 0) continue;
          const own = z.byteOffset + 8 * k;
          run.tally(own, permutations, maxima.byteOffset, histogram.byteOffset, binsPerUnit, bins - 1);
        }
      },
      tell(tally) {
        addTally(tally, { maxima, histogram });
        maxima.fill(0);
        histogram.fill(0);
      },
    };
  };
