import { describe, expect, it } from 'vitest';
import { inHalves } from '../../../../runner/analysis/findings/bench.ts';
import { examplesOf, excerptsOf } from '../../../../runner/analysis/findings/excerpts.ts';
import type { Excerpt } from '../../../../runner/analysis/findings/shown-schema.ts';
import { random } from '../../../../runner/core/random.ts';
import { inventText, noise } from './invented-text.ts';
import { claimOn } from './rungs/invented.ts';
import { benchOfText } from './text-bench.ts';

const { text, inside, random: source } = inventText(10);
const activation = noise(source, inside.length);
/** Each token says where it stands. */
const tokens = Array.from(inside, (_, t) => String(t));
const task = { text, tokens, activation, mask: inside, sourceNames: ['a', 'b', 'c', 'd'], side: 12 };
const found = excerptsOf({ ...task, random: random(1) });
const kinds = { highest: found.highest, lowest: found.lowest, random: found.random };
const place = ({ tokens, centre }: Excerpt) => Number(tokens[centre]);
const documentOf = (excerpt: Excerpt) => Math.floor(place(excerpt) / text.length);

describe('excerpts', () => {
  it('shows no token twice', () => {
    const shown = [...Object.values(kinds).flat(), ...found.quantiles.map(({ excerpt }) => excerpt)];
    const all = shown.flatMap((excerpt) => excerpt.tokens);
    expect(shown).toHaveLength(20);
    expect(new Set(all).size).toBe(all.length);
  });

  it.each(Object.entries(kinds))('takes the %s from different documents', (_, list) => {
    expect(new Set(list.map(documentOf)).size).toBe(5);
  });

  it('begins with the highest and the lowest of all', () => {
    expect(activation[place(found.highest[0] as Excerpt)]).toBe(Math.max(...activation));
    expect(activation[place(found.lowest[0] as Excerpt)]).toBe(Math.min(...activation));
  });

  it('takes the highest of each further document', () => {
    const byDocument = Array.from(text.sources, (_, d) =>
      Math.max(...activation.subarray(d * text.length, (d + 1) * text.length)),
    ).sort((a, b) => b - a);
    const shown = found.highest.map((excerpt) => activation[place(excerpt)]);
    expect(shown).toEqual(byDocument.slice(0, 5));
  });

  it('shows what lies at the quantiles', () => {
    const sorted = [...activation].sort((a, b) => a - b);
    for (const { quantile, excerpt } of found.quantiles) {
      const below = sorted.findIndex((a) => a >= (activation[place(excerpt)] as number)) / sorted.length;
      expect(Math.abs(below - quantile)).toBeLessThan(0.02);
    }
    expect(found.quantiles.map(({ quantile }) => quantile)).toEqual([0.1, 0.25, 0.5, 0.75, 0.9]);
  });

  it('shows twelve tokens on each side, fewer at the ends of a segment, with their activations and carriers', () => {
    for (const excerpt of Object.values(kinds).flat()) {
      const centre = place(excerpt);
      const start = documentOf(excerpt) * text.length;
      const first = Math.max(start, centre - 12);
      const last = Math.min(start + text.length - 1, centre + 12);
      const places = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      expect(excerpt.tokens).toEqual(places.map(String));
      expect(excerpt.carriers).toEqual(places.flatMap((t, index) => (inside[t] === 1 ? [index] : [])));
      excerpt.activations.forEach((a, index) => {
        expect(a).toBeCloseTo(activation[first + index] as number, 3);
      });
      expect(excerpt.source).toBe(task.sourceNames[documentOf(excerpt) % 4]);
    }
  });

  it('takes several from one document where there is but one', () => {
    const one = { ...text, sources: Int32Array.of(2) };
    const short = { tokens: tokens.slice(0, 120), activation: activation.slice(0, 120), mask: inside.slice(0, 120) };
    const few = excerptsOf({ ...task, ...short, text: one, random: random(1) });
    expect(few.highest.length).toBeGreaterThan(1);
    expect(few.highest.length + few.lowest.length + few.quantiles.length + few.random.length).toBeLessThanOrEqual(10);
  });

  it('draws the same at random for the same seed', () => {
    expect(excerptsOf({ ...task, random: random(1) })).toEqual(found);
    expect(excerptsOf({ ...task, random: random(2) }).random).not.toEqual(found.random);
  });

  it('frames no white space, unless most tokens of the feature are white space', () => {
    const spaced = tokens.map((token, t) => (t % 2 === 0 ? ' ' : token));
    const framedOf = (mask: Uint8Array) => {
      const {
        highest,
        lowest,
        quantiles,
        random: drawn,
      } = excerptsOf({ ...task, tokens: spaced, mask, random: random(1) });
      const all = [...highest, ...lowest, ...quantiles.map(({ excerpt }) => excerpt), ...drawn];
      expect(all.length).toBe(20);
      return all.map((excerpt) => excerpt.tokens[excerpt.centre]);
    };
    expect(framedOf(inside)).not.toContain(' ');
    expect(framedOf(Uint8Array.from(spaced, (token) => (token === ' ' ? 1 : 0)))).toContain(' ');
  });
});

describe('examples of a claim', () => {
  it("judge the threshold within the feature's reference class alone", () => {
    // Tokens 0, 3, 6, ... are white space, on which the neuron is high as it is inside; the feature is every other word.
    const places = Array.from({ length: 60 }, (_, t) => t);
    const mask = Uint8Array.from(places, (t) => (t % 6 === 1 || t % 6 === 2 ? 1 : 0));
    const members = Uint8Array.from(places, (t) => (t % 3 === 0 ? 0 : 1));
    const activation = Float32Array.from(places, (t) => (mask[t] === 1 ? 1 : members[t] === 1 ? -1 : 0.9));
    const text = { length: 60, segments: 1, sources: Int32Array.of(0), types: Int32Array.from(places) };
    const bench = benchOfText(text, [activation], [mask]);
    const features = bench.features.map((own) => ({ ...own, scored: inHalves(() => ({ mask, members })) }));
    const input = { ...bench.input, vocabulary: places.map(String) };
    const found = examplesOf({ ...bench, features, input }, claimOn(0));
    expect(found).toMatchObject({ threshold: 0, sensitivity: 1, specificity: 1, precision: 1 });
  });
});
