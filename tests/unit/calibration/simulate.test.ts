import { describe, expect, it } from 'vitest';
import { auc } from '../../../runner/analysis/stats/auc.ts';
import { at, item } from '../../../runner/core/at.ts';
import { random } from '../../../runner/core/random.ts';
import { trueEffect } from '../../calibration/scenarios.ts';
import { type Half, type Profile, type Scenario, simulate } from '../../calibration/simulate.ts';

/** 200 documents of 200 tokens each. */
const plain: Scenario = {
  documents: 200,
  sources: 4,
  segments: 2,
  length: 100,
  neurons: 4,
  vocabulary: 20,
  features: [{ frequency: 0.3, run: 20 }],
};
const made = (more: Partial<Scenario>, seed: number) => simulate({ ...plain, ...more }, random(seed));

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;
/** Of the first neuron, or the first feature's marks, at these places of the documents. */
const meanAt = (values: ArrayLike<number>, from: number, to: number): number =>
  mean(Array.from(values).filter((_, t) => t % 200 >= from && t % 200 < to));
const activity = ({ activations }: Half, neuron = 0) => item(activations, neuron);
const mark = ({ masks }: Half) => item(masks, 0);

describe('a simulated scenario', () => {
  const { discovery } = made({}, 3);

  it('has features of the frequency and the run length that were asked for', () => {
    const marks = mark(discovery);
    const starts = [...marks.keys()].filter((t) => marks[t] === 1 && (t % 200 === 0 || marks[t - 1] === 0)).length;
    expect(mean(marks)).toBeCloseTo(0.3, 1);
    // Runs are cut where documents end, so that they are a little shorter.
    expect(Math.abs((mean(marks) * marks.length) / starts - 18.5)).toBeLessThan(2.5);
  });

  it.each([0, 0.5, 0.9, 0.95].entries().toArray())('neuron %i remembers from token to token: %d', (neuron, share) => {
    const values = activity(discovery, neuron);
    const variance = mean(values.map((value) => value ** 2));
    const places = [...values.keys()].filter((t) => t % 200 !== 0);
    expect(mean(places.map((t) => at(values, t) * at(values, t - 1))) / variance).toBeCloseTo(share, 1);
    // The slowest neuron's 40,000 tokens are worth about a thousand independent ones: standard error .045.
    expect(Math.abs(variance - 1)).toBeLessThan(0.2);
  });

  it.each<[string, Profile, [number, number], [number, number], number]>([
    ['slope, from end to beginning', { slope: 4 }, [180, 200], [0, 20], 3.6],
    ['opening, at the first tokens', { opening: 3 }, [0, 1], [100, 200], 3],
    ['drift, along each segment', { drift: 2 }, [90, 100], [0, 10], 1.8],
  ])('moves neurons along documents by %s', (_, neuron, high, low, by) => {
    const values = activity(made({ memories: [0], profiles: () => ({ neuron, feature: {} }) }, 4).discovery);
    expect(Math.abs(meanAt(values, ...high) - meanAt(values, ...low) - by)).toBeLessThan(0.25);
  });

  it('gives both halves the same sources and different documents', () => {
    const halves = made({ profiles: ({ source }) => ({ neuron: { level: 10 * source[0] }, feature: {} }) }, 7);
    const [one = [], other = []] = [halves.discovery, halves.confirmation].map((half) =>
      [0, 1, 2, 3].map((source) => mean(activity(half).subarray(source * 10_000, (source + 1) * 10_000))),
    );
    for (const [source, level] of one.entries()) expect(Math.abs(level - item(other, source))).toBeLessThan(0.5);
    expect(Math.max(...one) - Math.min(...one)).toBeGreaterThan(2);
    expect(halves.discovery.text.types).not.toEqual(halves.confirmation.text.types);
  });

  it('plants an effect of the AUC that its size stands for, in one neuron and one feature', () => {
    // Normal distributions sqrt(2) z(.7) apart have an AUC of .7.
    const effects = [{ neuron: 2, feature: 0, size: Math.SQRT2 * 0.5244005, spread: 0 }];
    const { activations, masks } = made({ memories: [0], effects }, 8).confirmation;
    const areas = activations.map((values) => auc(values, item(masks, 0)));
    expect(areas[2]).toBeCloseTo(0.7, 2);
    for (const neuron of [0, 1, 3]) expect(areas[neuron]).toBeCloseTo(0.5, 1);
  });

  it('lets neurons read the token, untrained networks in other ways', () => {
    const types = [1, 3];
    const { discovery } = made({ memories: [0], tokenReading: 3, untrained: 2, features: [{ types }] }, 9);
    const read = [...discovery.text.types];
    expect([...mark(discovery)]).toEqual(read.map((type) => Number(types.includes(type))));
    expect(discovery.untrained[0]?.()).toEqual(discovery.untrained[0]?.());
    const networks = [discovery.activations, ...discovery.untrained.map((make) => make())];
    const [own = 0, other = 0] = networks.map((network) => mean(item(network, 0).filter((_, t) => read[t] === 0)));
    expect(networks).toHaveLength(3);
    expect(Math.abs(own - other)).toBeGreaterThan(0.3);
  });
});

// Two normal distributions of SD 1 whose means lie sqrt(2) z apart have AUC Phi(z): z(.6), z(.8).
it.each([
  [Math.SQRT2 * 0.2533471, 0.6],
  [Math.SQRT2 * 0.8416212, 0.8],
  [-50, 0],
])('the true effect of independent normal activations %d apart is an AUC of %d', (size, area) => {
  const one = { ...plain, documents: 1, segments: 1, length: 50, neurons: 1, memories: [0] };
  const effect = { neuron: 0, feature: 0, size, spread: 0 };
  expect(trueEffect({ ...one, features: [{ frequency: 0.3, run: 2 }] }, effect)).toBeCloseTo(area, 2);
});
