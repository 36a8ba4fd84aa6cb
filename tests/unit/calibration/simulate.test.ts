import { describe, expect, it } from 'vitest';
import { auc } from '../../../runner/analysis/stats/auc.ts';
import { random } from '../../../runner/core/random.ts';
import type { Scenario } from '../../calibration/simulate.ts';
import { simulate } from '../../calibration/simulate.ts';

const plain: Scenario = {
  documents: 200,
  sources: 4,
  segments: 2,
  length: 100,
  neurons: 4,
  vocabulary: 20,
  features: [{ frequency: 0.3, run: 20 }],
};
const first = <T>(list: readonly T[]): T => {
  if (list[0] === undefined) throw new Error('an empty list');
  return list[0];
};
const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;
const within = (values: Float32Array, choose: (t: number) => boolean) => values.filter((_, t) => choose(t % 200));

describe('a simulated scenario', () => {
  it('has the documents, segments and tokens that were asked for, in equal shares of the sources', () => {
    const { discovery } = simulate(plain, random(1));
    expect(discovery.text.types).toHaveLength(40_000);
    expect(discovery.activations.map(({ length }) => length)).toEqual([40_000, 40_000, 40_000, 40_000]);
    expect([0, 1, 2, 3].map((source) => discovery.text.sources.filter((each) => each === source).length)).toEqual([
      50, 50, 50, 50,
    ]);
  });

  it('has features of the frequency and the run length that were asked for', () => {
    const mask = first(simulate(plain, random(2)).discovery.masks);
    const starts = mask.filter((each, t) => each === 1 && (t % 200 === 0 || mask[t - 1] === 0)).length;
    expect(mean(mask)).toBeCloseTo(0.3, 1);
    // Runs are cut where documents end, so that they are a little shorter.
    expect((mean(mask) * mask.length) / starts).toBeGreaterThan(16);
    expect((mean(mask) * mask.length) / starts).toBeLessThan(21);
  });

  it('has neurons of variance 1 that remember from one token to the next as long as they are told to', () => {
    const { activations } = simulate(plain, random(3)).discovery;
    const products = activations.map((values) => {
      const pairs = [...values.keys()].filter((t) => t % 200 !== 0);
      return pairs.reduce((sum, t) => sum + (values[t] ?? 0) * (values[t - 1] ?? 0), 0) / pairs.length;
    });
    const variances = activations.map((values) => mean(values.map((value) => value ** 2)));
    // The slowest neuron's 40,000 tokens are worth about a thousand independent ones: standard error .045.
    for (const variance of variances) expect(Math.abs(variance - 1)).toBeLessThan(0.2);
    [0, 0.5, 0.9, 0.95].forEach((memory, neuron) => {
      expect((products[neuron] ?? 0) / (variances[neuron] ?? 0)).toBeCloseTo(memory, 1);
    });
  });

  it('moves neurons and features along documents by slope, opening and drift', () => {
    const scenario: Scenario = {
      ...plain,
      memories: [0],
      profiles: () => ({ neuron: { slope: 4 }, feature: { slope: 4 } }),
    };
    const { activations, masks } = simulate(scenario, random(4)).discovery;
    expect(
      mean(within(first(activations), (t) => t >= 180)) - mean(within(first(activations), (t) => t < 20)),
    ).toBeCloseTo(3.6, 1);
    const inEnd = mean(first(masks).filter((_, t) => t % 200 >= 150));
    expect(inEnd).toBeGreaterThan(mean(first(masks).filter((_, t) => t % 200 < 50)) + 0.3);
    const opening = simulate(
      { ...plain, memories: [0], profiles: () => ({ neuron: { opening: 3 }, feature: {} }) },
      random(5),
    ).discovery.activations;
    expect(mean(within(first(opening), (t) => t === 0))).toBeGreaterThan(2.5);
    expect(Math.abs(mean(within(first(opening), (t) => t >= 100)))).toBeLessThan(0.1);
    const drift = first(
      simulate({ ...plain, memories: [0], profiles: () => ({ neuron: { drift: 2 }, feature: {} }) }, random(6))
        .discovery.activations,
    );
    expect(mean(within(drift, (t) => t % 100 > 89)) - mean(within(drift, (t) => t % 100 < 10))).toBeCloseTo(1.8, 1);
  });

  it('gives both halves the same sources and different documents', () => {
    const scenario: Scenario = {
      ...plain,
      profiles: ({ source }) => ({ neuron: { level: 10 * source[0] }, feature: {} }),
    };
    const { discovery, confirmation } = simulate(scenario, random(7));
    const levels = [discovery, confirmation].map(({ activations }) =>
      [0, 1, 2, 3].map((source) => mean(first(activations).subarray(source * 10_000, (source + 1) * 10_000))),
    );
    expect(first(levels).every((level, source) => Math.abs(level - (levels[1]?.[source] ?? 0)) < 0.5)).toBe(true);
    expect(Math.max(...first(levels)) - Math.min(...first(levels))).toBeGreaterThan(2);
    expect([...discovery.text.types.subarray(0, 50)]).not.toEqual([...confirmation.text.types.subarray(0, 50)]);
  });

  it('plants an effect of the AUC that its size stands for, in one neuron and one feature', () => {
    const scenario: Scenario = {
      ...plain,
      memories: [0],
      // Normal distributions sqrt(2) z(.7) apart have an AUC of .7.
      effects: [{ neuron: 2, feature: 0, size: Math.SQRT2 * 0.5244005, spread: 0 }],
    };
    const { activations, masks } = simulate(scenario, random(8)).confirmation;
    const areas = activations.map((values) => auc(values, first(masks)));
    expect(areas[2]).toBeCloseTo(0.7, 2);
    for (const neuron of [0, 1, 3]) expect(areas[neuron]).toBeCloseTo(0.5, 1);
  });

  it('lets neurons read the token, untrained networks in other ways', () => {
    const scenario: Scenario = {
      ...plain,
      memories: [0],
      tokenReading: 3,
      untrained: 2,
      features: [{ types: [1, 3] }],
    };
    const { text, activations, untrained, masks } = simulate(scenario, random(9)).discovery;
    expect([...first(masks)].every((each, t) => (each === 1) === [1, 3].includes(text.types[t] ?? -1))).toBe(true);
    const byType = (values: Float32Array) =>
      [0, 1, 2].map((type) => mean(values.filter((_, t) => text.types[t] === type)));
    const networks = [activations, ...untrained.map((make) => make())].map((network) => byType(first(network)));
    expect(networks).toHaveLength(3);
    expect(untrained[0]?.()).toEqual(untrained[0]?.());
    expect(Math.abs((networks[0]?.[0] ?? 0) - (networks[1]?.[0] ?? 0))).toBeGreaterThan(0.3);
  });

  it('is the same for the same random numbers', () => {
    expect(simulate(plain, random(10))).toEqual(simulate(plain, random(10)));
    expect(simulate(plain, random(10))).not.toEqual(simulate(plain, random(11)));
  });
});
