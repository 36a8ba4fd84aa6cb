import { describe, expect, it } from 'vitest';
import {
  bigramAuc,
  lagProfileOf,
  lastRemembered,
  rememberedLags,
  roleOf,
  tellingLags,
} from '../../../../runner/analysis/findings/lags.ts';
import { reachOf } from '../../../../runner/analysis/findings/reach.ts';
import type { RungStatus, Rungs } from '../../../../runner/analysis/findings/rungs-schema.ts';
import type { LagProfile } from '../../../../runner/analysis/findings/shown-schema.ts';
import type { HalfName } from '../../../../runner/analysis/stats/tested-text.ts';
import { random } from '../../../../runner/core/random.ts';
import { rememberedAuc } from '../../../../runner/words/verdict.ts';
import { claimOn, inventedBench, knower, noise } from './rungs/invented.ts';

const { lags } = reachOf('word');

describe('the lag profile', () => {
  it('of a neuron that knows a lasting state fades after the onset, and says nothing before it', () => {
    const profile = lagProfileOf(inventedBench({ knows: 3 }), claimOn(knower), true);
    const areaAt = (lag: number) => profile.localAuc[lags.indexOf(lag)] ?? Number.NaN;
    expect(areaAt(0)).toBeGreaterThan(0.9);
    expect(areaAt(1)).toBeGreaterThan(0.65);
    // A state that ends after ten tokens on average, among equal tokens some of which are inside alone.
    expect(areaAt(2)).toBeGreaterThan(0.58);
    expect(areaAt(2)).toBeLessThan(areaAt(1));
    expect(profile.adjustedP[lags.indexOf(2)]).toBeLessThan(0.05);
    for (const lag of [-8, -4, -2, -1]) expect(profile.adjustedP[lags.indexOf(lag)]).toBeGreaterThan(0.05);
    expect(lastRemembered(profile)).toBe(1);
  });

  it('has a gap, with the reason, where the token decides', () => {
    const bench = inventedBench();
    const { types, readTypes } = {
      types: bench.input.text.confirmation.readTypes,
      readTypes: bench.input.text.discovery.readTypes,
    };
    const masks = {
      discovery: readTypes.map((type) => (type === 5 ? 1 : 0)),
      confirmation: types.map((type) => (type === 5 ? 1 : 0)),
    };
    const marked = inventedBench({
      feature: {
        decidedByToken: true,
        masks: { discovery: Uint8Array.from(masks.discovery), confirmation: Uint8Array.from(masks.confirmation) },
      },
    });
    const profile = lagProfileOf(marked, claimOn(noise), true);
    expect(profile.localAuc[lags.indexOf(0)]).toBeNull();
    expect(profile.gaps[lags.indexOf(0)]).toEqual({ code: 'decided there' });
  });

  it('names no role where the claim does not hold', () => {
    expect(lagProfileOf(inventedBench(), claimOn(knower), false).role).toBeNull();
  });

  it('goes by lags that are significant and at least half as large as the largest', () => {
    const sides = lags.map((lag) => (lag === 0 ? 0.4 : lag === 3 ? -0.25 : lag === -1 ? 0.1 : 0));
    const telling = tellingLags({ lags, sides, adjusted: lags.map((lag) => (lag === 5 ? null : 0.01)) });
    expect(telling).toEqual([0, 3]);
    expect(roleOf(telling, [3, 4])).toBe('remembers');
    expect(roleOf(telling, [])).toBe('marks');
    expect(roleOf([-1, 0], [])).toBe('announces');
    expect(tellingLags({ lags, sides, adjusted: lags.map(() => 0.2) })).toEqual([]);
  });

  it('remembers what lasts on the claimed side, not what comes and goes', () => {
    const sure = lags.map(() => 0.001);
    const remembered = (sides: number[], adjusted: (number | null)[], sign: 1 | -1) =>
      rememberedLags({ lags, sides, adjusted }, sign);
    const sidesOf = (after: number[]) => lags.map((lag) => (lag < 1 ? 0 : (after[lag - 1] ?? 0)));
    // Neuron 520 of the shipped LSTM after a quotation mark, .997 at the mark itself: what its eight lags were.
    const p520 = [0, 0.999, 0.001, 0.995, 0, 0.049, 1, 0.109];
    const of520 = sidesOf([-0.14, 0.01, 0.07, -0.02, 0.08, -0.05, 0.01, -0.05]);
    const adjusted = lags.map((lag) => (lag < 1 ? null : (p520[lag - 1] ?? null)));
    expect(remembered(of520, adjusted, 1)).toEqual([]);
    expect(remembered(sidesOf([-0.13, 0.1, -0.12, 0.16, -0.14, 0.08, -0.11, 0.05]), sure, 1)).toEqual([]);
    const lasting = sidesOf([-0.24, 0.21, 0.18, 0.15, 0.11, 0.06, -0.08, 0.2]);
    expect(remembered(lasting, sure, 1)).toEqual([2, 3, 4, 5, 6]);
    expect(remembered(lasting, sure, -1)).toEqual([]);
    // A run of two that is nowhere worth telling beside the largest.
    expect(remembered(sidesOf([0.4, 0.1, 0.1]), sure, 1)).toEqual([]);
  });

  it('looks some words around where a token is a character: three times as far', () => {
    // The last type marks; the neuron holds that it came for fifteen tokens, and has forgotten it then.
    const holding = (unit: 'word' | 'character') => {
      const plain = inventedBench();
      const onHalf = (half: HalfName) => {
        const { length, types, readTypes } = plain.input.text[half];
        const { normal } = random(7, types.length);
        const row = Float32Array.from(types, (_, t) => {
          const before = types.subarray(t - Math.min(14, t % length), t + 1);
          return Number(before.includes(5)) + 0.3 * normal();
        });
        return { row, mask: readTypes.map((type) => Number(type === 5)) };
      };
      const halves = { discovery: onHalf('discovery'), confirmation: onHalf('confirmation') };
      const rows = (half: HalfName) => plain.input.activations[half].with(noise, halves[half].row);
      return inventedBench({
        feature: {
          decidedByToken: true,
          masks: {
            discovery: Uint8Array.from(halves.discovery.mask),
            confirmation: Uint8Array.from(halves.confirmation.mask),
          },
        },
        input: { unit, activations: { discovery: rows('discovery'), confirmation: rows('confirmation') } },
      });
    };
    const [words, letters] = [
      lagProfileOf(holding('word'), claimOn(noise), true),
      lagProfileOf(holding('character'), claimOn(noise), true),
    ];
    expect(words.lags).toEqual(lags);
    expect(letters.lags).toEqual(Array.from({ length: 49 }, (_, index) => index - 24));
    const shared = (values: readonly (number | null)[]) => values.slice(16, 33);
    expect(shared(letters.localAuc)).toEqual(words.localAuc);
    expect(shared(letters.z)).toEqual(words.z);
    expect(words.remembered.at(-1)).toBe(8);
    expect(letters.remembered[0]).toBe(2);
    expect(letters.remembered.at(-1)).toBeGreaterThan(8);
    expect(letters.remembered.at(-1)).toBeLessThan(15);
    // p is the largest over more lags.
    expect(shared(letters.adjustedP).every((p, index) => (p ?? 1) >= (words.adjustedP[index] ?? 0))).toBe(true);
  });

  it('is as sure of what is remembered as its best later lag', () => {
    const profile = { ...lagProfileOf(inventedBench(), claimOn(knower), true), remembered: [2, 3] };
    const localAuc = lags.map((lag) => (lag === 2 ? 0.45 : lag === 3 ? 0.62 : 0.99));
    const told = (more: Partial<LagProfile>, status: RungStatus = 'passed') =>
      rememberedAuc({
        decidedByToken: true,
        lagProfile: { ...profile, localAuc, ...more },
        rungs: { learned: { status } } as Rungs,
      });
    expect(told({})).toBe(0.62);
    expect(told({ remembered: [] })).toBeNull();
    // What an untrained network has as well is no memory that was learned.
    expect(told({}, 'failed')).toBeNull();
    expect(lastRemembered({ remembered: [2, 3] })).toBe(3);
  });
});

const text = (...types: number[]) => ({
  length: types.length,
  segments: 1,
  sources: Int32Array.of(0),
  types: Int32Array.from(types),
});

describe('bigramAuc', () => {
  it('tells wholly where the token before decides', () => {
    const half = { text: text(1, 0, 2, 0, 1, 0, 2, 0), mask: Uint8Array.of(0, 1, 0, 0, 0, 1, 0, 0) };
    expect(bigramAuc(half, half, -1)).toBe(1);
    expect(bigramAuc(half, half, 0)).toBeLessThan(1);
  });

  it('counts on the one half and is judged on the other', () => {
    // After 1 the feature came in three of four places, after 2 in one of four.
    const counted = {
      text: text(1, 0, 1, 0, 1, 0, 1, 0, 2, 0, 2, 0, 2, 0, 2, 0),
      mask: Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0),
    };
    // 0 comes before neither. Scores of the five judged tokens: 1 high, 2 low, by their token before.
    const judged = { text: text(1, 0, 2, 0, 1, 0), mask: Uint8Array.of(0, 0, 0, 1, 0, 1) };
    // Tokens 1 .. 5 follow 1, 0, 2, 0, 1; the feature is at 3 (after 2) and 5 (after 1); 0 scores lowest.
    // Pairs won: 3 beats 2, 4 and not 1; 5 beats 2, 4 and ties with 1: 4.5 of 6.
    expect(bigramAuc(counted, judged, -1)).toBeCloseTo(4.5 / 6, 12);
  });

  it('gives a new token the rate of the text', () => {
    const counted = { text: text(1, 2, 1, 2), mask: Uint8Array.of(1, 0, 1, 0) };
    const judged = { text: text(1, 3, 2), mask: Uint8Array.of(0, 1, 0) };
    expect(bigramAuc(counted, judged, 0)).toBe(0.5);
  });

  it('is null where all or none of the tokens carry the feature', () => {
    const half = { text: text(1, 2, 1), mask: Uint8Array.of(0, 0, 0) };
    expect(bigramAuc(half, half, 0)).toBeNull();
  });
});
