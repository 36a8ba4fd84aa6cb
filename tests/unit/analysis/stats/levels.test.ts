import { describe, expect, it } from 'vitest';
import { stateOfLevel } from '../../../../runner/analysis/findings/states.ts';
import { cutsOf, levelOf, stateLevels, stateText } from '../../../../runner/analysis/stats/levels.ts';
import { localSlope } from '../../../../runner/analysis/stats/local-auc.ts';
import { random } from '../../../../runner/core/random.ts';
import { made } from './reference.ts';

interface Case {
  numbers: number[];
  cuts: number[];
  levels: number[];
  activation: number[];
  length: number;
  segments: number;
  slope: { value: number; error: number };
}
/** Made by `tests/fixtures/evidence/rank_correlation.py`. */
const cases = made<Case[]>('evidence/rank-correlation');

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

describe('levels of types and states', () => {
  it('tell what the state adds from what the type says, though the two go together', () => {
    const { uniform, normal } = random(8, 1);
    const state = Int8Array.from({ length: 20_000 }, () => (uniform() < 0.4 ? 4 : 0));
    // Type 2 is mostly inside: its level is not the state's doing.
    const typeIn = (now: number) => (uniform() < (now === 4 ? 0.7 : 0.1) ? 2 : Math.floor(uniform() * 2));
    const types = Int32Array.from(state, typeIn);
    const levels = [1, -2, 5];
    const added = (type: number, t: number) => (levels[type] ?? 0) + 0.075 * (state[t] ?? 0) + 0.1 * normal();
    const activation = Float32Array.from(types, added);
    const { inside, outside, level } = stateLevels(activation, stateText(types, state));
    expect(inside - outside).toBeCloseTo(0.3, 2);
    expect(level(2) - level(0)).toBeCloseTo(4, 1);
  });

  it('are those of a plain backfitting over lists, to the bit; a type that was never seen has the mean of all', () => {
    const { uniform, normal } = random(8, 2);
    const types = Int32Array.from({ length: 600 }, () => Math.floor(40 * uniform() ** 2));
    const state = Int8Array.from(types, () => [-1, 0, 4][Math.floor(3 * uniform())] ?? -1);
    const activation = Float32Array.from(types, (type, t) => normal() + 0.1 * type + 0.05 * (state[t] ?? 0));
    const { level, outside, inside } = stateLevels(activation, stateText(types, state));
    const plain = backfitted([...activation], [...types], [...state]);
    expect([outside, inside]).toEqual(plain.delta);
    for (let type = 0; type < 45; type++) expect(level(type)).toBe(plain.levels.get(type) ?? plain.mean);
  });
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
