import { describe, expect, it } from 'vitest';
import { effectsOn, mapHalves } from '../../../../runner/analysis/findings/bench.ts';
import { effect } from '../../../../runner/analysis/findings/effect.ts';
import { item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { benchOfText, claimOn, inventedBench, knower, mute, taskOf } from './invented.ts';

describe('how large a claim is', () => {
  it('is about the area that two normal distributions so far apart have, and none of noise', async () => {
    const [knows, guesses] = await effect.compute(taskOf(inventedBench(), [claimOn(knower), claimOn(mute)]));
    // Two standard deviations apart: Phi(2 / sqrt 2) = .921.
    expect(knows?.localAuc).toBeCloseTo(0.921, 1);
    const [low = 1, high = 0] = guesses?.interval ?? [];
    expect(low < 0.5 && high > 0.5).toBe(true);
    // In a text of short states nothing is said of longer segments.
    expect(knows?.longer).toBeUndefined();
  });

  it('cannot be told where the feature never occurs, or all of its class carry it', async () => {
    const { masks } = item(inventedBench().input.features, 0);
    const members = mapHalves((half) => Uint8Array.from(masks[half]));
    for (const feature of [{ masks: mapHalves((half) => members[half].map(() => 0)) }, { members }])
      expect(await effect.compute(taskOf(inventedBench({ feature }), [claimOn(knower)]))).toEqual([null]);
  });
});

describe('a state longer than its segments, and tied to its place in the document', () => {
  const [documents, segments, length] = [40, 4, 60];
  const tokens = documents * segments * length;
  /** About the second half of every document is inside; the neuron knows it, and nothing else. */
  const size = segments * length;
  const begins = (t: number) => 100 + ((7 * Math.floor(t / size)) % 31);
  const state = Uint8Array.from({ length: tokens }, (_, t) => Number(t % size >= begins(t)));
  const source = random(9);
  const knows = Float32Array.from(state, (inside) => inside + 0.1 * source.normal());
  const text = { length, segments, sources: new Int32Array(documents), types: new Int32Array(tokens) };
  const bench = benchOfText(text, [knows, Float32Array.from(state, () => source.normal())], [state]);

  it('is told by pairs of the whole document, and nothing is taken off for what other documents have there', async () => {
    const [found, none] = await effect.compute(taskOf(bench, [claimOn(0), claimOn(1)]));
    expect(found?.localAuc).toBeGreaterThan(0.99);
    expect(Math.abs((none?.localAuc ?? 0) - 0.5)).toBeLessThan(0.03);
    // The choice goes by it, and the sweep over all neurons has the same.
    expect((await effectsOn(bench, 'discovery'))[0]?.[0]).toBeCloseTo((found?.localAuc ?? 0) - 0.5, 5);
  });

  it('is said to be so, with the segment that would hold it', async () => {
    const [found] = await effect.compute(taskOf(bench, [claimOn(0)]));
    // The carriers of segments that begin inside.
    const carriers = [...state.keys()].filter((t) => state[t] === 1);
    const before = carriers.filter((t) => state[t - (t % length)] === 1);
    expect(found?.longer?.share).toBeCloseTo(before.length / carriers.length, 6);
    // A state lasts some 125 tokens.
    expect(found?.longer?.segment).toBeGreaterThan(5 * 110);
    expect(found?.longer?.segment).toBeLessThan(5 * 300);
  });
});
