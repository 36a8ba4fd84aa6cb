/** Numbers in the place of a mask. */
import { expect, it } from 'vitest';
import { carriersOf } from '../../../../runner/analysis/stats/carriers.ts';
import { crossMatrix, labelsOf } from '../../../../runner/analysis/stats/cross-matrix.ts';
import { areas, divisorsOf, localEffect, sumsWithin } from '../../../../runner/analysis/stats/local-auc.ts';
import { sweepHere } from '../../../../runner/analysis/stats/max-t.ts';
import { segmentRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { permutationTable, swapStatistic } from '../../../../runner/analysis/stats/swap-test.ts';
import { swapUnits } from '../../../../runner/analysis/stats/tested-text.ts';
import { typeProducts, withinTypes } from '../../../../runner/analysis/stats/within-types.ts';
import { item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import type { FeatureValues } from '../../../../runner/core/values.ts';
import { distance, made, told } from './reference.ts';

interface Case {
  sources: number[];
  segments: number;
  length: number;
  types: number[];
  numbers: number[];
  members: number[];
  activation: number[];
  rho: number;
  z: number;
  leftOut: Record<string, number>;
  within: [number, number, number];
  withinWithout: [number, number, number][];
}

/** Made by `tests/fixtures/evidence/rank_correlation.py`. */
const cases = made<Case[]>('evidence/rank-correlation');

const read = ({ sources, segments, length, types, numbers, activation, members }: Case) => {
  const text = { length, segments, sources: Int32Array.from(sources), types: Int32Array.from(types) };
  return {
    text,
    units: swapUnits(text),
    numbers: Float32Array.from(numbers),
    activation: Float32Array.from(activation),
    members: Uint8Array.from(members),
  };
};

it.each(cases)('have the rank correlation within segments that NumPy has, one by one and all (%#)', async (own) => {
  const { units, numbers, activation } = read(own);
  const ranks = segmentRanks(activation, own.length);
  const { area, leftOut } = areas(sumsWithin(ranks, numbers, units), divisorsOf(numbers, ranks, units));
  const without = own.sources.map((_, document) => (1 + (own.leftOut[document] ?? Number.NaN)) / 2);
  expect(distance([area, ...leftOut], [(1 + own.rho) / 2, ...without])).toBeLessThan(5e-6);
  const cross = crossMatrix(ranks, labelsOf(numbers, units), units);
  expect(swapStatistic(cross, units)?.z).toBeCloseTo(own.z, 3);
  const { localAuc, interval } = told(localEffect(activation, numbers, units));
  expect(localAuc).toBeCloseTo((1 + own.rho) / 2, 5);
  expect(interval[0]).toBeLessThan(localAuc);
  const mask = Uint8Array.from(numbers, (each) => Number(each > 1));
  const seen = { view: null, units };
  const { z, effects } = await sweepHere({
    activations: [activation],
    tests: [{ ...seen, carriers: [numbers] }],
    classes: [{ ...seen, carriers: [carriersOf(mask), numbers] }],
    table: permutationTable(units.strata, 99, random(1)),
  });
  expect(effects[0]?.[1]?.[0]).toBeCloseTo(own.rho / 2, 5);
  expect(z[0]?.[0]?.[0]).toBeCloseTo(own.z, 3);
});

it.each(cases)('are ranked among equal tokens, without any document anew (%#)', (own) => {
  const { text, numbers, activation, members } = read(own);
  const within = withinTypes(activation, { types: text.types, mask: numbers, members }, 20);
  const sums = typeProducts(within, activation, numbers, text.segments * text.length);
  for (const [document, expected] of [own.within, ...own.withinWithout].entries()) {
    const { products, ofNumbers, ofRanks } = sums(document === 0 ? [] : [document - 1]);
    expect(distance([products, ofNumbers, ofRanks], expected)).toBeLessThan(1e-4);
  }
});

it('of two values are a mask: the correlation is the area less .5, over the root of their squares', () => {
  const own = item(cases, 0);
  const { units, numbers, activation } = read(own);
  const mask = Uint8Array.from(numbers, (each) => Number(each > 1));
  const areaOf = (values: FeatureValues) => told(localEffect(activation, values, units)).localAuc;
  const ranks = segmentRanks(activation, own.length);
  const sum = (each: Float64Array = new Float64Array()) => each.reduce((total, own) => total + own, 0);
  const pairs = sum(divisorsOf(mask, ranks, units)[0]);
  const squares = sum(divisorsOf(Float32Array.from(mask), ranks, units)[1]);
  const rho = ((areaOf(mask) - 0.5) * pairs) / Math.sqrt(pairs * squares);
  expect(2 * areaOf(Float32Array.from(mask, (each) => 7 + 3 * each)) - 1).toBeCloseTo(rho, 5);
});

it('that are shuffled among documents give p below .05 five times in a hundred', async () => {
  const { normal, uniform } = random(5);
  const [documents, length] = [30, 20];
  const units = swapUnits({ length, segments: 1, sources: new Int32Array(documents), types: new Int32Array(600) });
  let rejected = 0;
  const experiments = 400;
  for (let experiment = 0; experiment < experiments; experiment++) {
    let count = 0;
    const numbers = Float32Array.from({ length: 600 }, (_, t) => {
      count = t % length === 0 ? 0 : Math.max(0, count + Math.floor(3 * uniform()) - 1);
      return count;
    });
    let level = 0;
    // As slow as the numbers, with a trend of the same kind.
    const activation = Float32Array.from({ length: 600 }, (_, t) => {
      level = t % length === 0 ? normal() : 0.9 * level + 0.5 * normal();
      return level + (t % length) / 8;
    });
    const table = permutationTable(units.strata, 199, random(experiment));
    const tests = [{ units, view: null, carriers: [numbers] }];
    const { z, maxima } = await sweepHere({ activations: [activation], tests, classes: [], table });
    const asLarge = maxima.filter((each) => each >= Math.abs(z[0]?.[0]?.[0] ?? 0) - 1e-9).length;
    if ((1 + asLarge) / 200 <= 0.05) rejected++;
  }
  // Five standard deviations on either side of 5%.
  expect(rejected / experiments).toBeGreaterThan(0.004);
  expect(rejected / experiments).toBeLessThan(0.105);
});
