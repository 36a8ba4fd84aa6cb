import { expect, it } from 'vitest';
import { none16 } from '../../../../runner/analysis/atlas/atlas-schema.ts';
import { aroundOnsets, bestFeatures } from '../../../../runner/analysis/atlas/effects.ts';
import { localEffect } from '../../../../runner/analysis/stats/local-auc.ts';
import { permutationBlocks } from '../../../../runner/analysis/stats/tested-text.ts';
import { benchOfText, inventText } from '../findings/invented.ts';
import { told } from '../stats/reference.ts';

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

it('the means around onsets are in standard deviations, and the effects those of the swap test on what is left of the activation, computed another way, and none where there is no feature', () => {
  const byType = Map.groupBy(follower.keys(), (t) => text.types[t]);
  const meanOf = (places: number[]) => places.reduce((sum, t) => sum + (follower[t] ?? 0), 0) / places.length;
  const levels = new Map([...byType].map(([type, places]) => [type, places.length === 1 ? null : meanOf(places)]));
  const rest = follower.map((value, t) => value - (levels.get(text.types[t]) ?? value));
  const level = meanOf([...follower.keys()]);
  const deviation = Math.sqrt(follower.reduce((sum, value) => sum + (value - level) ** 2, 0) / follower.length);
  for (const own of [means, effects]) expect([...own.subarray(4)].every(Number.isNaN)).toBe(true);
  for (const [index, lag] of lags.entries()) {
    const mask = late(lag);
    expect(effects[index]).toBeCloseTo(told(localEffect(rest, mask, permutationBlocks(text))).localAuc, 6);
    const there = [...follower.keys()].filter((t) => mask[t] === 1);
    expect(means[index]).toBeCloseTo((meanOf(there) - level) / deviation, 5);
  }
});

it.each([
  ['by which it is furthest beyond what is not learned', [0, 0, 0, 0, 0, 0], [0.39, 0.06], [1, 1, none16]],
  ['that it learned before one that it did not', [1, 0, 0, 0, 0, 0], [0.39, 0.06], [0, 1, none16]],
  ['of the largest effect where none is known to be learned', [0, 0, 0, 0, 0, 0], [null, null], [0, 1, none16]],
])('the best feature of a neuron is the one %s', (_, learned, bars, best) => {
  const areas = Float32Array.of(0.9, 0.3, 0.5, 0.6, Number.NaN, Number.NaN);
  const asked = bars.map((bar) => ({ bar }));
  expect([...bestFeatures(areas, Uint8Array.from(learned), asked, 3)]).toEqual(best);
});
