import { describe, expect, it } from 'vitest';
import { mapHalves } from '../../../../runner/analysis/findings/bench.ts';
import {
  bigramAuc,
  lagProfile,
  lagProfileOf,
  lastRemembered,
  rememberedLags,
  roleOf,
  tellingLags,
} from '../../../../runner/analysis/findings/lags.ts';
import { reachOf } from '../../../../runner/analysis/findings/reach.ts';
import type { RungStatus, Rungs } from '../../../../runner/analysis/findings/rungs-schema.ts';
import type { LagProfile } from '../../../../runner/analysis/findings/shown-schema.ts';
import { random } from '../../../../runner/core/random.ts';
import { rememberedAuc } from '../../../../runner/wording/verdict.ts';
import { nearly } from '../stats/reference.ts';
import { aFeature, claimOn, type Invented, inventedBench, knower, mute, taskOf } from './invented.ts';

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

  const plain = inventedBench();
  const { text, activations } = plain.input;
  const marks = mapHalves((half) => Uint8Array.from(text[half].readTypes, (type) => Number(type === 5)));
  const marked = (input: Invented['input'] = {}) =>
    lagProfileOf(inventedBench({ feature: { decidedByToken: true, masks: marks }, input }), claimOn(mute), true);

  it('of each claim is that around the onsets of its own feature', async () => {
    const bench = inventedBench({ input: { features: [...plain.input.features, aFeature(marks)] } });
    const claims = [0, 1, 0].map((feature) => ({ ...claimOn(knower), feature }));
    const told = await lagProfile.compute(taskOf(bench, claims, { heldOut: [] }));
    expect(told).toEqual(claims.map((claim) => lagProfileOf(bench, claim, false)));
    expect(told[0]?.onsets).not.toBe(told[1]?.onsets);
  });

  it('has a gap, with the reason, where the token decides, and no role where the claim does not hold', () => {
    const { localAuc, gaps } = marked();
    expect([localAuc[lags.indexOf(0)], gaps[lags.indexOf(0)]]).toEqual([null, { code: 'decided there' }]);
    expect(lagProfileOf(plain, claimOn(knower), false).role).toBeNull();
  });

  it('goes by lags that are significant and at least half as large as the largest', () => {
    const sides = lags.map((lag) => (lag === 0 ? 0.4 : lag === 3 ? -0.25 : lag === -1 ? 0.1 : 0));
    const telling = (p: number) => tellingLags({ lags, sides, adjusted: lags.map((lag) => (lag === 5 ? null : p)) });
    expect([telling(0.01), telling(0.2)]).toEqual([[0, 3], []]);
    const roles = [roleOf([0, 3], [3, 4]), roleOf([0, 3], []), roleOf([-1, 0], [])];
    expect(roles).toEqual(['remembers', 'marks', 'announces']);
  });

  const sure = new Array(8).fill(0.001);
  // Neuron 520 of the shipped LSTM after a quotation mark, .997 at the mark itself: what its eight lags were.
  const of520 = [-0.14, 0.01, 0.07, -0.02, 0.08, -0.05, 0.01, -0.05];
  const p520 = [0, 0.999, 0.001, 0.995, 0, 0.049, 1, 0.109];
  const lasting = [-0.24, 0.21, 0.18, 0.15, 0.11, 0.06, -0.08, 0.2];
  it.each([
    ['comes and goes', of520, p520, 1, []],
    ['turns with each', [-0.13, 0.1, -0.12, 0.16, -0.14, 0.08, -0.11, 0.05], sure, 1, []],
    ['lasts', lasting, sure, 1, [2, 3, 4, 5, 6]],
    ['lasts on the other side', lasting, sure, -1, []],
    ['is a run of two, nowhere worth telling beside the largest', [0.4, 0.1, 0.1], sure, 1, []],
  ] as const)('remembers what lasts on the claimed side: what %s', (_, after, p, sign, remembered) => {
    const sides = lags.map((lag) => (lag < 1 ? 0 : (after[lag - 1] ?? 0)));
    const adjusted = lags.map((lag) => (lag < 1 ? null : (p[lag - 1] ?? null)));
    expect(rememberedLags({ lags, sides, adjusted }, sign)).toEqual(remembered);
  });

  it('looks some words around where a token is a character: three times as far', () => {
    // The neuron holds that the mark came for fifteen tokens, and has forgotten it then.
    const holding = mapHalves((half) => {
      const { length, types } = text[half];
      const { normal } = random(7, types.length);
      const isHeld = (t: number) => types.subarray(t - Math.min(14, t % length), t + 1).includes(5);
      return activations[half].with(
        mute,
        Float32Array.from(types, (_, t) => Number(isHeld(t)) + 0.3 * normal()),
      );
    });
    const [words, letters] = [marked({ activations: holding }), marked({ activations: holding, unit: 'character' })];
    expect(words.lags).toEqual(lags);
    expect(letters.lags).toEqual(Array.from({ length: 49 }, (_, index) => index - 24));
    const shared = (values: readonly (number | null)[]) => values.slice(16, 33);
    expect([shared(letters.localAuc), shared(letters.z)]).toEqual([words.localAuc, words.z]);
    expect([words.remembered.at(-1), letters.remembered[0]]).toEqual([8, 2]);
    expect(letters.remembered.at(-1)).toBeGreaterThan(8);
    expect(letters.remembered.at(-1)).toBeLessThan(15);
    // p is the largest over more lags.
    expect(shared(letters.adjustedP).every((p, index) => (p ?? 1) >= (words.adjustedP[index] ?? 0))).toBe(true);
  });

  it('is as sure of what is remembered as its best later lag', () => {
    const profile = { ...lagProfileOf(plain, claimOn(knower), true), remembered: [2, 3] };
    const localAuc = lags.map((lag) => (lag === 2 ? 0.45 : lag === 3 ? 0.62 : 0.99));
    const told = (more: Partial<LagProfile>, status: RungStatus = 'passed') => {
      const rungs = { learned: { status } } as Rungs;
      return rememberedAuc({ decidedByToken: true, lagProfile: { ...profile, localAuc, ...more }, rungs });
    };
    // What an untrained network has as well is no memory that was learned.
    expect([told({}), told({ remembered: [] }), told({}, 'failed')]).toEqual([0.62, null, null]);
    expect(lastRemembered({ remembered: [2, 3] })).toBe(3);
  });
});

it('what is shown around a token is as long in letters as in words and spaces: eight of these are 24 letters', () => {
  const [word, character, byte, subword] = (['word', 'character', 'byte', 'subword'] as const).map(reachOf);
  expect(word).toEqual({ side: 12, lags: Array.from({ length: 17 }, (_, index) => index - 8) });
  expect(character).toEqual({ side: 36, lags: Array.from({ length: 49 }, (_, index) => index - 24) });
  expect([byte, subword]).toEqual([character, word]);
});

/** Of one segment: types and carriers, a digit a token. */
const half = (types: string, mask: string) => ({
  text: { length: types.length, segments: 1, sources: Int32Array.of(0), types: Int32Array.from(types, Number) },
  mask: Uint8Array.from(mask, Number),
});
const decided = ['10201020', '01000100'] as const;
const twice = ['1010101020202020', '0101010001000000'] as const;
it.each([
  ['wholly where the token before decides', decided, decided, -1, 1],
  // At a token itself: both stand at 0, as two of the others do.
  ['less by the token itself', decided, decided, 0, 5 / 6],
  // After 1 the feature came in three of four places, after 2 in one of four, and 0 comes before neither. Of five judged tokens, which
  // follow 1, 0, 2, 0, 1, it is at one after 2, which beats two of the others, and at one after 1, which beats two and ties with one.
  ['as counted on the one half, judged on the other', twice, ['102010', '000101'], -1, 4.5 / 6],
  ['a new token by the rate of the text', ['1212', '1010'], ['132', '010'], 0, 0.5],
  ['nothing where no token carries the feature', ['121', '000'], ['121', '000'], 0, null],
] as const)('a bigram tells %s', (_, counted, judged, lag, area) => {
  expect([bigramAuc(half(counted[0], counted[1]), half(judged[0], judged[1]), lag)]).toEqual(nearly([area], 12));
});
