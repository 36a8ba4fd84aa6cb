import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { carriersOf } from '../../../../runner/analysis/stats/carriers.ts';
import { crossMatrix, labelsOf } from '../../../../runner/analysis/stats/cross-matrix.ts';
import { areas, divisorsOf, localEffect, sumsWithin } from '../../../../runner/analysis/stats/local-auc.ts';
import { sweepHere } from '../../../../runner/analysis/stats/max-t.ts';
import { segmentRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { permutationTable, swapStatistic } from '../../../../runner/analysis/stats/swap-test.ts';
import { whyNotTestable } from '../../../../runner/analysis/stats/testable.ts';
import { swapUnits } from '../../../../runner/analysis/stats/tested-text.ts';
import { typeProducts, withinTypes } from '../../../../runner/analysis/stats/within-types.ts';
import { random } from '../../../../runner/core/random.ts';

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
const cases = JSON.parse(
  readFileSync(new URL('../../../fixtures/evidence/rank-correlation.json', import.meta.url), 'utf8'),
) as Case[];

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

describe('numbers in the place of a mask', () => {
  it.each(cases)('have the rank correlation within segments that NumPy has (%#)', (own) => {
    const { units, numbers, activation } = read(own);
    const ranks = segmentRanks(activation, own.length);
    const cross = crossMatrix(ranks, labelsOf(numbers, units), units);
    const { area, leftOut } = areas(sumsWithin(ranks, numbers, units), divisorsOf(numbers, ranks, units));
    expect(2 * area - 1).toBeCloseTo(own.rho, 5);
    expect(leftOut.length).toBe(own.sources.length);
    for (const [document, without] of leftOut.entries()) {
      expect(2 * without - 1).toBeCloseTo(own.leftOut[document] ?? Number.NaN, 5);
    }
    expect(swapStatistic(cross, units)?.z).toBeCloseTo(own.z, 3);
  });

  it.each(cases)(
    'have the same effect one by one and all neurons at once, and the same z in the sweep (%#)',
    async (own) => {
      const { units, numbers, activation } = read(own);
      const one = localEffect(activation, numbers, units);
      if ('code' in one) throw new Error(one.code);
      expect(one.localAuc).toBeCloseTo((1 + own.rho) / 2, 5);
      expect(one.interval[0]).toBeLessThan(one.localAuc);
      const mask = numbers.map((each) => Number(each > 1));
      const classes = [{ view: null, units, carriers: [carriersOf(Uint8Array.from(mask)), numbers] }];
      const table = permutationTable(units.strata, 99, random(1));
      const { z, effects } = await sweepHere({
        activations: [activation],
        tests: [{ units, view: null, carriers: [numbers] }],
        classes,
        table,
      });
      const [[, effect] = []] = effects;
      expect(effect?.[0]).toBeCloseTo(own.rho / 2, 5);
      expect(z[0]?.[0]?.[0]).toBeCloseTo(own.z, 3);
    },
  );

  it.each(cases)('are ranked among equal tokens, without any document anew (%#)', (own) => {
    const { text, numbers, activation, members } = read(own);
    const within = withinTypes(activation, { types: text.types, mask: numbers, members }, 20);
    const sums = typeProducts(within, activation, numbers, text.segments * text.length);
    for (const [without, expected] of [
      [[], own.within] as const,
      ...own.withinWithout.map((e, d) => [[d], e] as const),
    ]) {
      const { products, ofNumbers, ofRanks } = sums(without);
      expect(products).toBeCloseTo(expected[0], 4);
      expect(ofNumbers).toBeCloseTo(expected[1], 4);
      expect(ofRanks).toBeCloseTo(expected[2], 4);
    }
  });

  it('of two values are a mask: the correlation is the area less .5, over the root of their squares', () => {
    const [own] = cases;
    if (own === undefined) throw new Error('no case');
    const { units, numbers, activation } = read(own);
    const mask = Uint8Array.from(numbers, (each) => Number(each > 1));
    const [asMask, asNumbers] = [mask, Float32Array.from(mask, (each) => 7 + 3 * each)].map((values) =>
      localEffect(activation, values, units),
    );
    if (asMask === undefined || asNumbers === undefined || 'code' in asMask || 'code' in asNumbers) {
      throw new Error('not testable');
    }
    const ranks = segmentRanks(activation, own.length);
    const sum = (each: Float64Array) => each.reduce((total, own) => total + own, 0);
    const pairs = sum(divisorsOf(mask, ranks, units)[0]);
    const squares = sum(divisorsOf(Float32Array.from(mask), ranks, units)[1] ?? new Float64Array());
    const rho = ((asMask.localAuc - 0.5) * pairs) / Math.sqrt(pairs * squares);
    expect(2 * asNumbers.localAuc - 1).toBeCloseTo(rho, 5);
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

  it('that do not vary enough say so', () => {
    const units = swapUnits({ length: 20, segments: 1, sources: new Int32Array(30), types: new Int32Array(600) });
    const numbers = (of: (document: number, t: number) => number) =>
      Float32Array.from({ length: 600 }, (_, i) => of(Math.floor(i / 20), i % 20));
    expect(
      whyNotTestable(
        numbers(() => 3),
        units,
      ),
    ).toEqual({ code: 'one number' });
    expect(
      whyNotTestable(
        numbers((d, t) => Number(d < 29 && t === 3)),
        units,
      ),
    ).toEqual({
      code: 'few other numbers',
      found: 29,
      needed: 30,
    });
    // Another number in each document, the same at all of its tokens: nothing varies within one.
    expect(
      whyNotTestable(
        numbers((d) => d),
        units,
      ),
    ).toMatchObject({ code: 'varies in few', found: 0 });
    expect(
      whyNotTestable(
        numbers((_, t) => t),
        units,
      ),
    ).toEqual({ code: 'same places', swapped: 'documents' });
    expect(
      whyNotTestable(
        numbers((d, t) => (d * 7 + t) % 5),
        units,
      ),
    ).toBeNull();
    expect(() =>
      labelsOf(
        numbers(() => Number.NaN),
        units,
      ),
    ).toThrow(/NaN|not a number/);
  });
});
