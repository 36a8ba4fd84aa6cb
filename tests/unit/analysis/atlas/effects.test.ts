import { describe, expect, it } from 'vitest';
import { none16 } from '../../../../runner/analysis/atlas/atlas-schema.ts';
import { aroundOnsets, bestFeatures } from '../../../../runner/analysis/atlas/effects.ts';
import { localEffect } from '../../../../runner/analysis/stats/local-auc.ts';
import { swapUnits } from '../../../../runner/analysis/stats/tested-text.ts';
import { inventText } from '../findings/invented-text.ts';
import { benchOfText } from '../findings/text-bench.ts';

const { text, inside, random } = inventText(7, 60);
const { length } = text;
const onset = Uint8Array.from(inside, (now, t) => Number(now === 1 && t % length > 0 && inside[t - 1] === 0));
const late = (lag: number) =>
  Uint8Array.from(onset, (_, t) => {
    const from = t - lag;
    return Number(Math.floor(from / length) === Math.floor(t / length) && onset[from] === 1);
  });
const twoAfter = late(2);
/** Of each type a level of its own, which must not count. */
const follower = Float32Array.from(text.types, (type, t) => type + 0.5 * random.normal() + (twoAfter[t] === 1 ? 2 : 0));
const bench = benchOfText(text, [follower, follower], [inside]);
const lags = [-1, 0, 1, 2];
const { lag: means, lagEffect: effects } = aroundOnsets(bench, Uint16Array.of(0, none16), lags);

describe('the effects around onsets', () => {
  it('find the lag at which a neuron tells, whatever it has for each token', () => {
    expect(effects[3]).toBeGreaterThan(0.85);
    for (const index of [0, 1, 2]) expect(Math.abs((effects[index] ?? Number.NaN) - 0.5)).toBeLessThan(0.1);
  });

  it('are those of the swap test on what is left of the activation, computed another way', () => {
    const means = new Map<number, number[]>();
    for (const [t, type] of text.types.entries()) means.set(type, [...(means.get(type) ?? []), follower[t] ?? 0]);
    const rest = Float32Array.from(follower, (value, t) => {
      const own = means.get(text.types[t] ?? -1) ?? [];
      return own.length === 1 ? 0 : value - own.reduce((sum, each) => sum + each, 0) / own.length;
    });
    for (const [index, lag] of lags.entries()) {
      const local = localEffect(rest, late(lag), swapUnits(text));
      if ('code' in local) throw new Error(local.code);
      expect(effects[index]).toBeCloseTo(local.localAuc, 6);
    }
  });

  it('are none where a neuron has no feature', () => {
    for (const own of [means, effects]) expect([...own.subarray(4)].every(Number.isNaN)).toBe(true);
  });
});

describe('bestFeatures', () => {
  const areas = Float32Array.of(0.9, 0.3, 0.5, 0.6, Number.NaN, Number.NaN);
  const bars = [{ bar: 0.39 }, { bar: 0.06 }];
  const none = new Uint8Array(6);

  it('takes the feature by which a neuron is furthest beyond what is not learned', () => {
    expect([...bestFeatures(areas, none, bars, 3)]).toEqual([1, 1, none16]);
  });

  it('takes one that the neuron learned before one that it did not', () => {
    expect([...bestFeatures(areas, Uint8Array.of(1, 0, 0, 0, 0, 0), bars, 3)]).toEqual([0, 1, none16]);
  });

  it('takes the largest effect, whatever its side, where nothing can be said of learning', () => {
    expect([...bestFeatures(areas, none, [{ bar: null }, { bar: null }], 3)]).toEqual([0, 1, none16]);
  });
});
