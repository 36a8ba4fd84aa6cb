/**
 * Claims frozen with their sign on one text, tested on another: the one-sided z of each against the largest of all, under
 * one table of permutations. Pure.
 * Source: Westfall & Young 1993 (single step), one-sided.
 */

import { at, item } from '../../core/at.ts';
import { adjustedP } from '../stats/max-t.ts';
import { permutedZ, type SwapStatistic, swapStatistic } from '../stats/swap-test.ts';
import { type SwapUnits, swappable } from '../stats/swap-units.ts';
import { neverChanges } from './bench.ts';
import type { Untestable } from './reasons-schema.ts';

export interface FrozenTest {
  /** [units.cells] How the scores of each unit meet the labels of each, on the text on which the claim is tested. */
  cross: Float64Array;
  units: SwapUnits;
  /** Whether the claim says higher (1) or lower (-1) at the feature. */
  sign: 1 | -1;
}

export interface SwapTestResult {
  /** As the activation is; a claim of sign -1 holds when it is far below 0. */
  z: number;
  /** One-sided, maximum over the claims that could be tested. */
  adjustedP: number;
  /** Claims tested together. */
  claims: number;
}

/**
 * @param tests a reason in words where a claim cannot be tested: then it is none of those tested together.
 * @param cells [permutations][swappable units], as from `permutedCells`; the units of all tests are swapped alike.
 * @returns [tests]
 */
export function swapClaims(
  tests: readonly (FrozenTest | Untestable)[],
  cells: Uint16Array | Uint32Array,
): (SwapTestResult | Untestable)[] {
  const statistics = tests.map((test) => ('code' in test ? test : statisticOf(test)));
  const [first] = tests.flatMap((test) => ('code' in test ? [] : [test]));
  const units = first === undefined ? 0 : swappable(first.units);
  const permutations = units === 0 ? 0 : cells.length / units;
  const maxima = new Float64Array(permutations).fill(Number.NEGATIVE_INFINITY);
  const permuted = new Float64Array(permutations);
  tests.forEach((test, index) => {
    const found = item(statistics, index);
    if ('code' in found || 'code' in test) return;
    permutedZ(found.standardised, cells, permuted);
    for (let b = 0; b < permutations; b++) maxima[b] = Math.max(at(maxima, b), test.sign * at(permuted, b));
  });
  maxima.sort();
  const claims = statistics.filter((statistic) => !('code' in statistic)).length;
  return tests.map((test, index) => {
    const found = item(statistics, index);
    if ('code' in found || 'code' in test) return 'code' in found ? found : neverChanges;
    return { z: found.z, adjustedP: adjustedP(maxima, test.sign * found.z), claims };
  });
}

const statisticOf = ({ cross, units }: FrozenTest): SwapStatistic | Untestable =>
  swapStatistic(cross, units) ?? neverChanges;
