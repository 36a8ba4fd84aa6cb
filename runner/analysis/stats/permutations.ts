/** The one table of permutations that all claims share. Pure. */
import type { Random } from '../../core/random.ts';
import { groupsOf, type SwapUnits } from './swap-units.ts';

/** What a Uint16Array can name. */
const mostUnits = 65_536;

/**
 * Random permutations within strata.
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
    for (const group of groups) shuffleWithin(permuted, group, random);
  }
  return table;
}

/** Fisher and Yates' shuffle of the members of one group. */
function shuffleWithin(permuted: Uint16Array, group: Int32Array, random: Pick<Random, 'below'>): void {
  for (let i = group.length - 1; i > 0; i--) {
    const here = group[i];
    const there = group[random.below(i + 1)];
    const held = permuted[here];
    permuted[here] = permuted[there];
    permuted[there] = held;
  }
}

/**
 * A table of permutations as the cells of a cross matrix that each adds up (see `crossMatrix`).
 * @param table [count][units], as from `permutationTable`.
 * @returns [count][swappable units].
 */
export function permutedCells(table: Uint16Array, units: SwapUnits): Uint16Array | Uint32Array {
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
