import { describe, expect, it } from 'vitest';
import { stateOfLevel } from '../../../../runner/analysis/findings/states.ts';
import { permutationTable, swapStatistic } from '../../../../runner/analysis/stats/block-permutation-test.ts';
import { carriersOf } from '../../../../runner/analysis/stats/carriers.ts';
import { crossMatrix, labelsOf } from '../../../../runner/analysis/stats/cross-matrix.ts';
import { cutsOf, levelMeans, levelOf, stateText } from '../../../../runner/analysis/stats/levels.ts';
import { areas, divisorsOf, localEffect, localSlope, sumsWithin } from '../../../../runner/analysis/stats/local-auc.ts';
import { sweepOnThisThread } from '../../../../runner/analysis/stats/max-t.ts';
import { segmentRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { permutationBlocks } from '../../../../runner/analysis/stats/tested-text.ts';
import { typeProducts, withinTypes } from '../../../../runner/analysis/stats/within-types.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance, made, told } from './reference.ts';

interface Case
  extends Record<'segments' | 'length' | 'rho' | 'z', number>,
    Record<'sources' | 'types' | 'numbers' | 'members' | 'activation' | 'cuts' | 'levels', number[]> {
  leftOut: Record<string, number>;
  within: [number, number, number];
  withinWithout: [number, number, number][];
  slope: { value: number; error: number };
}

/** Made by `tests/fixtures/evidence/rank_correlation.py`. */
const cases = made<Case[]>('evidence/rank-correlation');

const read = ({ sources, segments, length, types, numbers, activation, members }: Case) => {
  const text = { length, segments, sources: Int32Array.from(sources), types: Int32Array.from(types) };
  const rows = { numbers: Float32Array.from(numbers), activation: Float32Array.from(activation) };
  return { text, units: permutationBlocks(text), ...rows, members: Uint8Array.from(members) };
};

it.each(cases)('have the rank correlation within segments that NumPy has, one by one and all (%#)', async (own) => {
  const { units, numbers, activation } = read(own);
  const ranks = segmentRanks(activation, own.length);
  const { area, leftOut } = areas(sumsWithin(ranks, numbers, units), divisorsOf(numbers, ranks, units));
  const without = own.sources.map((_, document) => (1 + (own.leftOut[document] ?? Number.NaN)) / 2);
  expect(distance([area, ...leftOut], [(1 + own.rho) / 2, ...without])).toBeLessThan(5e-6);
  const cross = crossMatrix(ranks, labelsOf(numbers, units), units);
  expect(swapStatistic(cross, units)?.z).toBeCloseTo(own.z, 3);
  expect(told(localEffect(activation, numbers, units)).localAuc).toBeCloseTo((1 + own.rho) / 2, 5);
  const mask = Uint8Array.from(numbers, (each) => Number(each > 1));
  const seen = { view: null, units };
  const { z, effects } = await sweepOnThisThread({
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
  const within = withinTypes({ types: text.types, mask: numbers, members }, 20);
  const sums = typeProducts(within.rankedBy(activation), activation, numbers, text.segments * text.length);
  for (const [document, expected] of [own.within, ...own.withinWithout].entries()) {
    const { products, ofNumbers, ofRanks } = sums(document === 0 ? [] : [document - 1]);
    expect(distance([products, ofNumbers, ofRanks], expected)).toBeLessThan(1e-4);
  }
});

describe('the levels of a number', () => {
  it.each(cases)('are its quintiles, joined where equal numbers would lie in two (%#)', ({ numbers, cuts, levels }) => {
    const found = cutsOf(Float32Array.from(numbers), 5);
    expect([...found]).toEqual(cuts);
    expect(numbers.map((number) => levelOf(number, found))).toEqual(levels);
  });

  it('pass over tokens without one', () => {
    const cuts = cutsOf(Float32Array.of(Number.NaN, 1, 2, Number.NaN, 3, 4), 2);
    expect([...cuts]).toEqual([2]);
    expect([Number.NaN, 1, 2, 3].map((each) => levelOf(each, cuts))).toEqual([-1, 0, 0, 1]);
    expect(cutsOf(Float32Array.of(5, 5, 5), 5)).toHaveLength(0);
  });

  it.each([
    [0, 1, 2, 3, 4],
    [0, 1, 3, 4],
    [0, 2, 4],
    [0, 4],
  ])('are states from one end to the other, each as far from it as its mirror from the other', (...states) => {
    expect(states.map((_, level) => stateOfLevel(level, states.length))).toEqual(states);
  });
});

it.each(cases)('the slope within segments is that of NumPy, and so is its error (%#)', ({ slope, ...own }) => {
  const found = localSlope(Float32Array.from(own.activation), Float32Array.from(own.numbers), own);
  expect(found?.value).toBeCloseTo(slope.value, 5);
  expect((found?.value ?? 0) / (found?.test().t ?? 1)).toBeCloseTo(slope.error, 5);
});

it('levels of types and states are those of a plain backfitting over lists, to the bit; a type that was never seen has the mean of all', () => {
  const { uniform, normal } = random(8, 2);
  const types = Int32Array.from({ length: 600 }, () => Math.floor(40 * uniform() ** 2));
  const state = Int8Array.from(types, () => [-1, 0, 4][Math.floor(3 * uniform())] ?? -1);
  const activation = Float32Array.from(types, (type, t) => normal() + 0.1 * type + 0.05 * (state[t] ?? 0));
  const { level, outside, inside } = levelMeans(activation, stateText(types, state));
  const plain = backfitted([...activation], [...types], [...state]);
  expect([outside, inside]).toEqual(plain.delta);
  for (let type = 0; type < 45; type++) expect(level(type)).toBe(plain.levels.get(type) ?? plain.mean);
});

/** Sums over lists of tokens, type after type; thirty rounds, or until the states' levels stand. */
function backfitted(activation: number[], types: number[], state: number[]) {
  const of = (t: number): number => activation[t] ?? Number.NaN;
  const places = [...state.keys()].filter((t) => state[t] !== -1);
  const sum = (list: number[], value: (t: number) => number): number => list.reduce((all, t) => all + value(t), 0);
  const mean = sum(places, of) / places.length;
  const spread = sum(places, (t) => Math.abs(of(t) - mean)) / places.length;
  const byType = Map.groupBy(places, (t) => types[t] ?? -1);
  const levels = new Map<number, number>();
  let delta = [0, 0];
  for (let round = 0; round < 30; round++) {
    for (const [type, own] of byType) {
      const said = delta;
      levels.set(type, mean + sum(own, (t) => of(t) - mean - (said[(state[t] ?? 0) / 4] ?? 0)) / (own.length + 3));
    }
    const next = [0, 1].map((now) => {
      const own = places.filter((t) => state[t] === 4 * now);
      return own.reduce((all, t) => all + of(t) - (levels.get(types[t] ?? -1) ?? mean), 0) / own.length;
    });
    const change = next.reduce((all, value, now) => all + Math.abs(value - (delta[now] ?? 0)), 0);
    delta = next;
    if (change <= 1e-7 * spread) break;
  }
  return { delta, levels, mean };
}
