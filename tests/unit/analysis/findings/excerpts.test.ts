import { describe, expect, it } from 'vitest';
import { mapHalves } from '../../../../runner/analysis/findings/bench.ts';
import { averageAround } from '../../../../runner/analysis/findings/event-average.ts';
import { examplesOf, excerptsOf } from '../../../../runner/analysis/findings/excerpts.ts';
import { reachOf } from '../../../../runner/analysis/findings/reach.ts';
import type { Excerpt } from '../../../../runner/analysis/findings/shown-schema.ts';
import { mean } from '../../../../runner/analysis/stats/summary.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance } from '../stats/reference.ts';
import { benchOfText, claimOn, inventText, noise } from './invented.ts';

const { text, inside, random: source } = inventText(10);
const { length } = text;
const activation = noise(source, inside.length);
/** Each token says where it stands. */
const tokens = Array.from(inside, (_, t) => String(t));
const task = { text, tokens, activation, mask: inside, sourceNames: ['a', 'b', 'c', 'd'], side: 12 };
const shown = (more: Partial<typeof task> = {}, seed = 1) => {
  const found = excerptsOf({ ...task, ...more, random: random(seed) });
  const kinds = { highest: found.highest, lowest: found.lowest, random: found.random };
  return { ...found, kinds, all: [...Object.values(kinds).flat(), ...found.quantiles.map(({ excerpt }) => excerpt)] };
};
const found = shown();
const place = ({ tokens, centre }: Excerpt) => Number(tokens[centre]);
const documentOf = (excerpt: Excerpt) => Math.floor(place(excerpt) / length);

describe('excerpts', () => {
  it('show no token twice, each kind from different documents, the same ones for the same seed', () => {
    const all = found.all.flatMap((excerpt) => excerpt.tokens);
    expect(found.all).toHaveLength(20);
    expect(new Set(all).size).toBe(all.length);
    for (const list of Object.values(found.kinds)) expect(new Set(list.map(documentOf)).size).toBe(5);
    expect(shown()).toEqual(found);
    expect(shown({}, 2).random).not.toEqual(found.random);
  });

  it('begin with the highest and the lowest of all, then the highest of each further document', () => {
    const byDocument = Array.from(text.sources, (_, d) =>
      Math.max(...activation.subarray(d * length, (d + 1) * length)),
    );
    const highest = found.highest.map((excerpt) => activation[place(excerpt)]);
    expect(highest).toEqual(byDocument.sort((a, b) => b - a).slice(0, 5));
    expect(found.lowest.map((excerpt) => activation[place(excerpt)])[0]).toBe(Math.min(...activation));
  });

  it('show what lies at the quantiles', () => {
    const sorted = [...activation].sort((a, b) => a - b);
    for (const { quantile, excerpt } of found.quantiles) {
      const below = sorted.findIndex((a) => a >= (activation[place(excerpt)] ?? 0)) / sorted.length;
      expect(Math.abs(below - quantile)).toBeLessThan(0.02);
    }
    expect(found.quantiles.map(({ quantile }) => quantile)).toEqual([0.1, 0.25, 0.5, 0.75, 0.9]);
  });

  it('show twelve tokens on each side, fewer at the ends of a segment, with their activations and carriers', () => {
    for (const excerpt of Object.values(found.kinds).flat()) {
      const start = documentOf(excerpt) * length;
      const around = Array.from({ length: 25 }, (_, index) => place(excerpt) - 12 + index);
      const places = around.filter((t) => t >= start && t < start + length);
      expect(excerpt).toMatchObject({
        tokens: places.map(String),
        source: task.sourceNames[documentOf(excerpt) % 4],
        carriers: places.flatMap((t, index) => (inside[t] === 1 ? [index] : [])),
      });
      const own = places.map((t) => activation[t] ?? Number.NaN);
      expect(distance(excerpt.activations, own)).toBeLessThan(5e-4);
    }
  });

  it('are several from one document where there is but one', () => {
    const one = { text: { ...text, sources: Int32Array.of(2) }, tokens: tokens.slice(0, 120) };
    const few = shown({ ...one, activation: activation.slice(0, 120), mask: inside.slice(0, 120) });
    expect(few.highest.length).toBeGreaterThan(1);
    expect(few.all.length).toBeLessThanOrEqual(10);
  });

  it('frame no white space, unless most tokens of the feature are white space', () => {
    const spaced = tokens.map((token, t) => (t % 2 === 0 ? ' ' : token));
    const framedOf = (mask: Uint8Array) => {
      const { all } = shown({ tokens: spaced, mask });
      expect(all.length).toBe(20);
      return all.map((excerpt) => excerpt.tokens[excerpt.centre]);
    };
    expect(framedOf(inside)).not.toContain(' ');
    expect(framedOf(Uint8Array.from(spaced, (token) => (token === ' ' ? 1 : 0)))).toContain(' ');
  });
});

it("examples of a claim judge the threshold within the feature's reference class alone", () => {
  // Tokens 0, 3, 6, ... are white space, on which the neuron is high as it is inside; the feature is every other word.
  const places = Int32Array.from({ length: 60 }, (_, t) => t);
  const mask = Uint8Array.from(places, (t) => (t % 6 === 1 || t % 6 === 2 ? 1 : 0));
  const members = Uint8Array.from(places, (t) => (t % 3 === 0 ? 0 : 1));
  const own = Float32Array.from(places, (t) => (mask[t] === 1 ? 1 : members[t] === 1 ? -1 : 0.9));
  const bench = benchOfText({ length: 60, segments: 1, sources: Int32Array.of(0), types: places }, [own], [mask]);
  const features = bench.features.map((each) => ({ ...each, scored: mapHalves(() => ({ mask, members })) }));
  const input = { ...bench.input, vocabulary: Array.from(places, String) };
  const right = { threshold: 0, sensitivity: 1, specificity: 1, precision: 1 };
  expect(examplesOf({ ...bench, features, input }, claimOn(0))).toMatchObject(right);
});

describe('the average around events', () => {
  const { text, inside, random } = inventText(8);
  const { length } = text;
  const onsets = inside.map((value, t) => Number(value === 1 && (t % length === 0 || inside[t - 1] === 0)));
  const events = [...onsets.keys()].filter((t) => onsets[t] === 1);
  const { lags } = reachOf('word');

  it('the average around events is the plain mean over the places that lie in the same segment', () => {
    const activation = noise(random, inside.length);
    const means = lags.map((lag) => {
      const there = events.filter((t) => Math.floor((t + lag) / length) === Math.floor(t / length));
      return mean(there.map((t) => activation[t + lag] ?? Number.NaN));
    });
    const found = averageAround(text, activation, onsets, lags);
    expect(found?.mean).toEqual(means.map((each) => expect.closeTo(each, 9)));
    const baseline = expect.closeTo(mean(activation), 9);
    expect(found).toMatchObject({ lags, events: events.length, baseline });
  });

  it("has Student's interval where every document has one event", () => {
    const small = { length: 1, segments: 1, sources: new Int32Array(4), types: new Int32Array(4) };
    // scipy.stats.t.interval(.95, 3, loc=3, scale=scipy.stats.sem([1, 2, 4, 5]))
    const interval = { lags: [0], low: [expect.closeTo(0.0948373, 5)], high: [expect.closeTo(5.9051627, 5)] };
    expect(averageAround(small, Float32Array.of(1, 2, 4, 5), new Uint8Array(4).fill(1), lags)).toMatchObject(interval);
  });

  it('says nothing when fewer than two documents carry the feature', () => {
    const one = new Uint8Array(inside.length).with(500, 1);
    expect(averageAround(text, noise(random, inside.length), one, lags)).toBeNull();
  });
});
