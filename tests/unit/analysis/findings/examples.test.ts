import { describe, expect, it } from 'vitest';
import { inHalves } from '../../../../runner/analysis/findings/bench.ts';
import { examplesOf } from '../../../../runner/analysis/findings/excerpts.ts';
import { claimOn } from './rungs/invented.ts';
import { benchOfText } from './text-bench.ts';

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
