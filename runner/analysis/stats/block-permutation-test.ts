/**
 * The swap test of one neuron and one feature: is the neuron tied to the labels of its own documents more than to
 * those of other documents of the same source? Whole documents keep their autocorrelation, their level and their trend,
 * so none of these can pass for an effect. Pure; imports only the units' shape.
 * Source: Harris 2020 (session permutation against nonsense correlations); the moments from Hoeffding 1951.
 */

import { type Random, shuffle } from '../../core/random.ts';
import { groupsOf, type PermutationBlocks } from './tested-text.ts';

export interface PermutationStatistic {
  /** Sum of the scores at the labels, T, its mean and its standard deviation over all swaps within strata. */
  observed: number;
  mean: number;
  sd: number;
  /** (T - mean) / SD. */
  z: number;
  /** [units.cells] The cross matrix, centred by row and column and standardised: a permutation's cells add up to its z. */
  standardised: Float64Array;
}

/** Below this share of the cross matrix's own size, a standard deviation is rounding. */
export const rounding = 1e-7;

/**
 * Exact mean and standard deviation over all permutations:
 * mean = sum over groups of sum(M) / n; variance = sum over groups of sum(double-centred M squared) / (n - 1).
 * @param cross as from `crossMatrix`, [units.cells].
 * @returns null when no swap changes the sum: the neuron, or the labels, are alike in all units.
 */
export function swapStatistic(cross: Float64Array, { groups }: PermutationBlocks): PermutationStatistic | null {
  const standardised = new Float64Array(cross.length);
  let observed = 0;
  let mean = 0;
  let variance = 0;
  let size = 0;
  let offset = 0;
  for (const { length: n } of groups) {
    const rows = new Float64Array(n);
    const columns = new Float64Array(n);
    let total = 0;
    for (let d = 0; d < n; d++) {
      for (let e = 0; e < n; e++) {
        const value = cross[offset + d * n + e];
        rows[d] += value;
        columns[e] += value;
        total += value;
        size += (value * value) / (n - 1);
      }
      observed += cross[offset + d * n + d];
    }
    mean += total / n;
    for (let d = 0; d < n; d++) {
      for (let e = 0; e < n; e++) {
        const cell = offset + d * n + e;
        const centred = cross[cell] - rows[d] / n - columns[e] / n + total / (n * n);
        standardised[cell] = centred;
        variance += (centred * centred) / (n - 1);
      }
    }
    offset += n * n;
  }
  const sd = Math.sqrt(variance);
  if (!(sd > rounding * Math.sqrt(size))) return null;
  for (let cell = 0; cell < standardised.length; cell++) standardised[cell] /= sd;
  return { observed, mean, sd, z: identityZ(standardised, groups), standardised };
}

/** The z of the true order, added up as `permutedZ` adds up the others, so that equal sums compare as equal. */
function identityZ(standardised: Float64Array, groups: readonly Int32Array[]): number {
  let z = 0;
  let offset = 0;
  for (const { length: n } of groups) {
    for (let d = 0; d < n; d++) z += standardised[offset + d * n + d];
    offset += n * n;
  }
  return z;
}

/**
 * The z of every permutation of a table.
 * @param standardised of a `PermutationStatistic`.
 * @param cells [permutations][swappable], as from `permutedCells`.
 * @param into [permutations], overwritten and returned.
 */
export function permutedZ(
  standardised: Float64Array,
  cells: Uint16Array | Uint32Array,
  into: Float64Array,
): Float64Array {
  const units = cells.length / into.length;
  const last = into.length - 1;
  // Four at a time, since a processor that adds to one sum waits for each addition; behind the last one it stands again.
  for (let b = 0; b <= last; b += 4) {
    const [second, third, fourth] = [Math.min(b + 1, last), Math.min(b + 2, last), Math.min(b + 3, last)];
    const toSecond = (second - b) * units;
    const toThird = (third - b) * units;
    const toFourth = (fourth - b) * units;
    let [ofFirst, ofSecond, ofThird, ofFourth] = [0, 0, 0, 0];
    for (let at = b * units; at < (b + 1) * units; at++) {
      ofFirst += standardised[cells[at]];
      ofSecond += standardised[cells[at + toSecond]];
      ofThird += standardised[cells[at + toThird]];
      ofFourth += standardised[cells[at + toFourth]];
    }
    into[b] = ofFirst;
    into[second] = ofSecond;
    into[third] = ofThird;
    into[fourth] = ofFourth;
  }
  return into;
}

/** What a Uint16Array can name. */
const mostUnits = 65_536;

/**
 * The one table of permutations that all claims share, within strata.
 * @param strata [units] Units are only permuted within their stratum.
 * @returns [count][units] In permutation b, unit u meets the labels of unit table[b * units + u].
 * @throws RangeError when there are more units than the table can name.
 */
export function permutationTable(strata: Int32Array, count: number, random: Pick<Random, 'below'>): Uint16Array {
  const units = strata.length;
  if (units > mostUnits) throw new RangeError(`permutationTable: at most ${mostUnits} units, got ${units}`);
  const table = new Uint16Array(count * units);
  const groups = groupsOf(strata);
  for (let b = 0; b < count; b++) {
    const permuted = table.subarray(b * units, (b + 1) * units);
    for (let u = 0; u < units; u++) permuted[u] = u;
    for (const group of groups) {
      const shuffled = shuffle(group.slice(), random);
      for (let place = 0; place < group.length; place++) permuted[group[place]] = shuffled[place];
    }
  }
  return table;
}

/**
 * A table of permutations as the cells of a cross matrix that each adds up (see `crossMatrix`).
 * @param table [count][units], as from `permutationTable`.
 * @returns [count][swappable units].
 */
export function permutedCells(table: Uint16Array, units: PermutationBlocks): Uint16Array | Uint32Array {
  const { count, groups, cells } = units;
  const permutations = table.length / count;
  const row = new Int32Array(count);
  const column = new Int32Array(count);
  let offset = 0;
  for (const group of groups) {
    group.forEach((unit, index) => {
      row[unit] = offset + index * group.length;
      column[unit] = index;
    });
    offset += group.length ** 2;
  }
  const members = groups.flatMap((group) => [...group]);
  const length = permutations * members.length;
  const result = cells <= 65_536 ? new Uint16Array(length) : new Uint32Array(length);
  let at = 0;
  for (let b = 0; b < permutations; b++) {
    for (const unit of members) {
      result[at++] = row[unit] + column[table[b * count + unit]];
    }
  }
  return result;
}
