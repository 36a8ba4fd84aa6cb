import { describe, expect, it } from 'vitest';
import { neverChanges } from '../../../../runner/analysis/findings/bench.ts';
import { familyTest } from '../../../../runner/analysis/findings/choice.ts';
import { swapClaims } from '../../../../runner/analysis/findings/context.ts';
import { carriersOf } from '../../../../runner/analysis/stats/carriers.ts';
import { crossMatrix, labelsOf } from '../../../../runner/analysis/stats/cross-matrix.ts';
import { permutationTable, permutedCells } from '../../../../runner/analysis/stats/permutations.ts';
import { segmentRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { permutedZ, swapStatistic } from '../../../../runner/analysis/stats/swap-test.ts';
import { swapUnits } from '../../../../runner/analysis/stats/swap-units.ts';
import { random } from '../../../../runner/core/random.ts';
import { following, inventText, noise } from './invented-text.ts';
import { benchOfText } from './text-bench.ts';

const { text, inside, random: source } = inventText(33);
const units = swapUnits(text);
const cells = permutedCells(permutationTable(text.sources, 999, random(2)), units);
const weak = following(inside, 0.12, source);
const strong = following(inside, -0.6, source);
const crossOf = (activation: Float32Array) =>
  crossMatrix(segmentRanks(activation, units.segment), labelsOf(carriersOf(inside), units), units);
const claim = (activation: Float32Array, sign: 1 | -1) => ({ cross: crossOf(activation), units, sign });
const only = (activation: Float32Array, sign: 1 | -1) => {
  const [test] = swapClaims([claim(activation, sign)], cells);
  if (test === undefined || 'code' in test) throw new Error(test?.code);
  return test;
};

describe('frozen claims on held-out text', () => {
  it('pass on the claimed side alone', () => {
    expect(only(strong, -1).adjustedP).toBe(1 / 1000);
    expect(only(strong, 1).adjustedP).toBe(1);
    expect(only(strong, 1).z).toBe(only(strong, -1).z);
  });

  it('have the z of the test of all neurons', async () => {
    const { z } = await familyTest(benchOfText(text, [weak], [inside]));
    expect(only(weak, 1).z).toBe(z[0]?.[0]);
  });

  it('have half of the two-sided p when there is one claim, as far as permutations tell', () => {
    const p = only(weak, 1).adjustedP + only(weak, -1).adjustedP;
    // Both count the true order.
    expect(p).toBeCloseTo(1 + 1 / 1000, 6);
  });

  it('pay for each other', () => {
    const others = Array.from({ length: 8 }, (_, index) =>
      claim(noise(source, inside.length), index % 2 === 0 ? 1 : -1),
    );
    const claims = [claim(weak, 1), ...others];
    const permuted = claims.map(({ cross, sign }) => {
      const statistic = swapStatistic(cross, units);
      if (statistic === null) throw new Error('no statistic');
      return permutedZ(statistic.standardised, cells, new Float64Array(999)).map((z) => sign * z);
    });
    const largest = Array.from({ length: 999 }, (_, b) => Math.max(...permuted.map((z) => z[b] ?? Number.NaN)));
    const found = swapClaims(claims, cells);
    claims.forEach(({ sign }, index) => {
      const test = found[index];
      if (test === undefined || 'code' in test) throw new Error(test?.code);
      const asLarge = largest.filter((z) => z >= sign * test.z - 1e-12).length;
      expect(test).toMatchObject({ claims: 9, adjustedP: (1 + asLarge) / 1000 });
    });
    expect(largest.filter((z, b) => z > (permuted[0]?.[b] ?? z)).length).toBeGreaterThan(500);
  });

  it('say why they cannot be tested, and then cost the others nothing', () => {
    const silent = claim(new Float32Array(inside.length), 1);
    const few = { code: 'few carriers', found: 3, needed: 30 } as const;
    expect(swapClaims([silent, few, claim(weak, 1)], cells)).toEqual([neverChanges, few, only(weak, 1)]);
  });
});
