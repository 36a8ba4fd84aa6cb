import { expect, it } from 'vitest';
import type { Bench } from '../../../../runner/analysis/findings/bench.ts';
import type { ClampedRun } from '../../../../runner/analysis/findings/finding.ts';
import {
  bySide,
  clampedNeurons,
  comparableState,
  drawSites,
  flipOf,
  flipped,
  patchStates,
  placeboMask,
  selectBalancedSegments,
  stateOf,
} from '../../../../runner/analysis/findings/patching.ts';
import { item } from '../../../../runner/core/at.ts';
import { documents, inventedBench, knower, length } from './invented.ts';

const bench = inventedBench();
const feature = item(bench.features, 0);
const levelsOf = (of: Bench) => item(clampedNeurons(of, feature, [knower], { after: null }), 0).levels;
const text = bench.input.text.confirmation;
const read = text.warmUp + length;
const state = stateOf(bench, feature, 'confirmation', { after: null });
const sites = drawSites(bench, 'confirmation', state, selectBalancedSegments(text, state));

it('takes for each document the mask of another one of its source, and of another with each turn', () => {
  const of = (mask: Int8Array, document: number) => mask.slice(document * read, (document + 1) * read).join();
  const all = Array.from({ length: documents }, (_, document) => document);
  const donors = [1, 2, 3].map((k) => {
    const mask = placeboMask(text, state, k) ?? state;
    return all.map((document) => all.findIndex((other) => of(state, other) === of(mask, document)));
  });
  for (const own of donors) {
    expect(own.map((donor) => text.sources[donor])).toEqual([...text.sources]);
    expect([own.filter((donor, document) => donor === document), new Set(own).size]).toEqual([[], documents]);
  }
  expect(new Set(donors.map((own) => own.join())).size).toBe(3);
});

it('holds a neuron by another mask at the same tokens as by the own, whatever the other leaves out', () => {
  const broken = state.map((now, t) => ((t % read) % (5 + Math.floor(t / read)) === 2 ? -1 : now));
  const mask = placeboMask(text, broken, 1) ?? new Int8Array();
  expect([...mask].map((now) => now < 0)).toEqual([...broken].map((now) => now < 0));
  const whole = placeboMask(text, state, 1);
  // What the other document says it still says, and a gap of it goes on as it was before.
  const same = [...mask].filter((now, t) => now >= 0 && now === whole?.[t]).length;
  expect(same / [...mask].filter((now) => now >= 0).length).toBeGreaterThan(0.95);
  const going = [...mask].every((now, t) => now < 0 || t % read < 3 || now === whole?.[t] || now === whole?.[t - 1]);
  expect(going).toBe(true);
});

it('flips nothing in a document of which there is no other mask', () => {
  const oneAlone = { ...text, sources: Int32Array.from({ length: documents }, (_, d) => (d === 3 ? 9 : d % 2)) };
  const own = comparableState(oneAlone, state);
  const mask = placeboMask(oneAlone, own, 1);
  for (const each of [own, mask ?? own.fill(1)]) {
    expect(new Set(each.subarray(3 * read, 4 * read))).toEqual(new Set([-1]));
    expect(each.subarray(0, 3 * read).every((now) => now >= 0)).toBe(true);
  }
  expect(comparableState(text, state)).toEqual(state);
  const allAlone = { ...text, sources: Int32Array.from({ length: documents }, (_, d) => d) };
  expect(placeboMask(allAlone, state, 1)).toBeNull();
});

it('holds a neuron at what its state adds on the discovery half, and for the wrong state the other way round', () => {
  const levels = levelsOf(bench);
  // The state adds two standard deviations to the neuron.
  expect(Math.abs(levels.inside - levels.outside - 2)).toBeLessThan(0.2);
  const later = levelsOf(inventedBench({ knowsLater: 5 }));
  expect(later).toMatchObject({ inside: levels.inside, outside: levels.outside });
  const few = { ...bench.input.text, confirmation: { ...text, readTypes: Int32Array.of(1, 1, 1) } };
  const own = { ...bench, input: { ...bench.input, text: few } };
  const here = { ...sites, state: Int8Array.of(4, 0, -1) };
  const { right, wrong } = flipped(own, [{ neuron: knower, levels }], here);
  const close = (...added: number[]) => added.map((each) => expect.closeTo(levels.level(1) + each, 5));
  expect([...(right[0]?.values ?? [])]).toEqual(close(levels.inside, levels.outside, 0));
  expect([...(wrong[0]?.values ?? [])]).toEqual(close(levels.outside, levels.inside, 0));
});

it('adds up the differences wrong - right of each document, inside and outside', () => {
  const few = { document: Int32Array.from([0, 0, 1, 1]), side: Uint8Array.from([1, 0, 1, 1]) };
  const patched = { sites: { ...sites, ...few }, rise: Float64Array.from([3, 1, 1, 2]) };
  const [outside, inside] = [0, 1].map((side) => bySide(patched).mean(side));
  expect([inside?.value, outside?.value, flipOf(patched).value]).toEqual([2, 1, 1.5]);
  expect(Object.fromEntries(inside?.without ?? [])).toEqual({ 0: 1.5, 1: 3 });
  // What is not outside in any other document is as it is without one that is.
  expect(outside?.without.size).toBe(1);
  expect(flipOf(patched).without.get(1)).toBe(2);
});

it('reads once what two experiments ask for, and tells each by its own readings', async () => {
  const asked: ClampedRun[] = [];
  const flip = flipped(bench, clampedNeurons(bench, feature, [knower], { after: null }), sites);
  const [own, held] = await patchStates([flip, { sites, right: [], wrong: flip.right }], async (_, readings) => {
    asked.push(...readings);
    const loss = ({ clamp }: ClampedRun) => (clamp.length === 0 ? 1 : clamp === flip.right ? 3 : 7);
    return readings.map((reading) => new Float32Array(reading.places.length).fill(loss(reading)));
  });
  expect(asked).toHaveLength(3);
  expect([new Set(own?.rise), new Set(held?.rise)]).toEqual([new Set([4]), new Set([2])]);
});

it('compares scored tokens in the state that they are counted in, and none after which nothing is predicted', () => {
  expect(sites.places.length).toBeGreaterThan(100);
  for (const [site, place] of sites.places.entries()) {
    expect([state[place], Math.floor(place / read)]).toEqual([sites.side[site] === 1 ? 4 : 0, sites.document[site]]);
    expect(place % read >= text.warmUp && place % read < read - 1).toBe(true);
  }
});

it('after its onset a feature is a state for so many tokens, and none at the tokens that carry it', () => {
  const mask = feature.masks.confirmation;
  const begins = (t: number) => t % read !== 0 && state[t - 1] === 0 && (state[t] ?? 0) > 0;
  const isSince = (t: number) => [1, 2].some((k) => k <= t % read && begins(t - k));
  const expected = Array.from(state, (_, t) => (mask[t] === 1 ? -1 : isSince(t) ? 4 : 0));
  expect(expected).toContain(4);
  expect([...stateOf(bench, feature, 'confirmation', { after: 2 })]).toEqual(expected);
});
