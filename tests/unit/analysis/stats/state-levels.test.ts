import { describe, expect, it } from 'vitest';
import { stateLevels, stateText } from '../../../../runner/analysis/stats/levels.ts';
import { random } from '../../../../runner/core/random.ts';

describe('levels of types and states', () => {
  it('tell what the state adds from what the type says, though the two go together', () => {
    const { uniform, normal } = random(8, 1);
    const tokens = 20_000;
    const state = Int8Array.from({ length: tokens }, () => (uniform() < 0.4 ? 4 : 0));
    // Type 2 is mostly inside: its level is not the state's doing.
    const types = Int32Array.from(state, (now) =>
      uniform() < (now === 4 ? 0.7 : 0.1) ? 2 : Math.floor(uniform() * 2),
    );
    const level = [1, -2, 5];
    const activation = Float32Array.from(
      types,
      (type, t) => (level[type] ?? 0) + 0.075 * (state[t] ?? 0) + 0.1 * normal(),
    );
    const found = stateLevels(activation, stateText(types, state));
    expect(found.inside - found.outside).toBeCloseTo(0.3, 2);
    expect(found.level(2) - found.level(0)).toBeCloseTo(4, 1);
  });

  it('gives a type that was never seen the mean of all, and leaves out what has no state', () => {
    const { level, inside } = stateLevels(
      Float32Array.from([1, 3, 99]),
      stateText(Int32Array.from([0, 0, 1]), Int8Array.from([0, 4, -1])),
    );
    expect(level(7)).toBe(2);
    expect(level(1)).toBe(2);
    expect(inside).toBeGreaterThan(0);
  });

  it('are those of a plain backfitting over lists, to the bit', () => {
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
