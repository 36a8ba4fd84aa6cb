import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { effectsOnFeatures } from '../../../../runner/analysis/atlas/effects.ts';
import {
  barsOf,
  type CountedNetwork,
  countedUntrained,
  learnedPairs,
  neuronsIn,
} from '../../../../runner/analysis/atlas/learned.ts';
import { type Bench, benchOf, effectsOn, inHalves } from '../../../../runner/analysis/findings/bench.ts';
import { confirmedBest } from '../../../../runner/analysis/findings/best-neuron.ts';
import { familyTest } from '../../../../runner/analysis/findings/choice.ts';
import type { UntrainedNetwork } from '../../../../runner/analysis/findings/finding.ts';
import { bestOfNetwork } from '../../../../runner/analysis/findings/untrained.ts';
import { carriersOf } from '../../../../runner/analysis/stats/carriers.ts';
import { item } from '../../../../runner/core/at.ts';

type Both<T> = { discovery: T; confirmation: T };
/** Worked by NumPy from activations and labels alone (tests/fixtures/evidence/atlas_count.py). */
const worked: {
  length: number;
  documents: number;
  sources: number[];
  features: Both<string>[];
  controlLabels: Both<string>[][];
  trained: Both<number[][]>;
  untrained: Both<number[][]>[];
  table: number[][];
  p: number[][];
  labels: number[];
  bars: number[];
  learned: number[][];
  leftOut: number[];
} & Record<'z' | 'discovery' | 'confirmation', number[][]> = JSON.parse(
  readFileSync(new URL('../../../fixtures/evidence/atlas-count.json', import.meta.url), 'utf8'),
);

const maskOf = (bits: string): Uint8Array => Uint8Array.from(bits, Number);
const tokens = worked.documents * worked.length;
const everywhere = { discovery: new Uint8Array(tokens).fill(1), confirmation: new Uint8Array(tokens).fill(1) };

function benchOn(network: Both<number[][]>): Bench {
  const types = new Int32Array(tokens);
  const half = {
    ...{ length: worked.length, segments: 1, warmUp: 0, types, readTypes: types },
    sources: Int32Array.from(worked.sources),
  };
  const bench = benchOf({
    text: { discovery: half, confirmation: half },
    activations: inHalves((name) => network[name].map((row) => Float32Array.from(row))),
    arrays: [{ layer: 1, component: 'hidden', units: network.discovery.length }],
    features: worked.features.map((masks, index) => ({
      name: `feature ${index}`,
      says: { whether: `feature ${index} is there`, event: null },
      decidedByToken: false,
      among: 'all',
      masks: inHalves((name) => maskOf(masks[name])),
      members: everywhere,
      byHand: [],
    })),
    count: 1,
    permutations: 99,
    seed: 1,
    vocabulary: ['a'],
    sources: ['one', 'other'],
  });
  return { ...bench, tables: { ...bench.tables, discovery: Uint16Array.from(worked.table.flat()) } };
}

/** All that a network is counted by, with the control labels of the worked numbers in the place of drawn ones. */
async function counted(network: Both<number[][]>): Promise<CountedNetwork> {
  const bench = benchOn(network);
  const { z, threshold } = await familyTest(bench);
  const labels: number[] = [];
  for (const [index, own] of worked.controlLabels.entries()) {
    const { seen } = item(bench.features, index);
    const masks = own.map((label) => inHalves((name) => maskOf(label[name])));
    const { reference, units } = seen.discovery;
    const { effects } = await bench.sweep({
      activations: bench.input.activations.discovery,
      classes: [{ view: reference.view, units, carriers: masks.map(({ discovery }) => carriersOf(discovery)) }],
      ...{ tests: [], table: new Uint16Array(0) },
    });
    const [onDiscovery = []] = effects;
    const best = confirmedBest(seen, masks)(bench.input.activations.confirmation, onDiscovery);
    labels.push(Math.max(...best.filter((each) => each !== null)));
  }
  return {
    discovery: await effectsOn(bench, 'discovery'),
    confirmation: await effectsOn(bench, 'confirmation'),
    standing: { z, threshold, labels },
  };
}

const close = (own: readonly ArrayLike<number>[], expected: readonly number[][], digits = 6): void =>
  own.forEach((row, feature) => {
    for (const [neuron, value] of Array.from(row).entries()) {
      expect(value).toBeCloseTo(expected[feature]?.[neuron] ?? Number.NaN, digits);
    }
  });

const trained = await counted(worked.trained);
const untrained: UntrainedNetwork[] = [];
for (const network of worked.untrained) untrained.push({ ...(await counted(network)), probes: [] });
const testable = worked.features.map(() => true);
const bars = barsOf(trained.standing.labels, untrained.map(bestOfNetwork), testable);
const pairs = learnedPairs(trained, bars);

describe('what a network learned to tell, beside NumPy', () => {
  it('has the same effects, z, labels and bars', () => {
    close(trained.discovery, worked.discovery);
    close(trained.confirmation, worked.confirmation);
    close(trained.standing.z, worked.z, 5);
    trained.standing.labels.forEach((best, feature) => {
      expect(best).toBeCloseTo(worked.labels[feature] ?? 0, 6);
    });
    bars.forEach(({ bar }, feature) => {
      expect(bar).toBeCloseTo(worked.bars[feature] ?? 0, 6);
    });
    for (const [feature, row] of worked.p.entries()) {
      row.forEach((p, neuron) => {
        expect(Math.abs(trained.standing.z[feature]?.[neuron] ?? 0) > trained.standing.threshold).toBe(p < 0.05);
      });
    }
  });

  it('counts the same pairs, and of untrained networks in its place as many', () => {
    expect(pairs.map((own) => [...own])).toEqual(worked.learned);
    expect(neuronsIn(pairs)).toBe(2);
    expect(countedUntrained(untrained, testable)).toEqual(worked.leftOut);
    expect(worked.leftOut).toEqual([1, 0, 0, 0]);
    // One of which it was not looked at what it would be counted by is a control of the others all the same.
    const asked = untrained.map((network, index) => (index === 3 ? { ...network, standing: null } : network));
    expect(countedUntrained(asked, testable)).toEqual([1, 0, 0]);
  });
});

describe('what counts as learned', () => {
  const without = (changes: Partial<CountedNetwork>, own = bars) => learnedPairs({ ...trained, ...changes }, own);
  const isLearned = (feature: number, neuron: number, of = pairs) => of[feature]?.[neuron] === 1;

  it('goes the same way on both halves', () => {
    expect(isLearned(0, 0)).toBe(true);
    expect(isLearned(1, 1)).toBe(false);
    // Nothing else keeps the one that turned round out.
    expect(isLearned(1, 1, without({ discovery: trained.confirmation }))).toBe(true);
    expect(isLearned(0, 0, without({ discovery: trained.discovery.map((row) => row.map((each) => -each)) }))).toBe(
      false,
    );
  });

  it('is more than chance among all neurons and features on the half that chooses', () => {
    expect(isLearned(1, 2)).toBe(false);
    expect(Math.abs(worked.confirmation[1]?.[2] ?? 0)).toBeGreaterThan(worked.bars[1] ?? 1);
    expect(isLearned(1, 2, without({ standing: { ...trained.standing, threshold: 0 } }))).toBe(true);
  });

  it('is more than the network has for the best of the control labels', () => {
    expect(isLearned(2, 3)).toBe(false);
    const noLabels = barsOf(
      testable.map(() => null),
      untrained.map(bestOfNetwork),
      testable,
    );
    expect(isLearned(2, 3, without({}, noLabels))).toBe(true);
  });

  it('is more than one more untrained network would have, over all features', () => {
    const [first] = bars;
    const alone = barsOf(
      testable.map(() => null),
      untrained.map(bestOfNetwork),
      testable.map((_, feature) => feature === 0),
    );
    expect(first?.untrained?.limit ?? 0).toBeGreaterThan(alone[0]?.untrained?.limit ?? 1);
    expect(alone.slice(1).every(({ bar }) => bar === null)).toBe(true);
    // The best of an untrained network that goes the other way than it was chosen leaves the bar at 0, not below it.
    expect(barsOf([null], [[-0.2], [-0.21]], [true])[0]?.bar).toBe(0);
  });

  it('cannot be told with fewer than two untrained networks, nor of one with fewer than three', () => {
    const few = barsOf(trained.standing.labels, untrained.slice(1, 2).map(bestOfNetwork), testable);
    expect(few.every(({ bar, untrained: known }) => bar === null && known === null)).toBe(true);
    expect(neuronsIn(without({}, few))).toBe(0);
    expect(countedUntrained(untrained.slice(0, 2), testable)).toEqual([]);
  });
});

describe('an atlas', () => {
  const named = worked.features.map(() => 'it');

  it('holds one decision for the pairs and for the count', async () => {
    const bench = benchOn(worked.trained);
    const made = await effectsOnFeatures(bench, named, untrained);
    const neurons = worked.trained.discovery.length;
    const counts = Array.from({ length: neurons }, (_, neuron) =>
      made.learned.subarray(neuron * testable.length, (neuron + 1) * testable.length).includes(1),
    );
    expect(made.counted?.neurons).toBe(counts.filter(Boolean).length);
    expect(made.counted?.untrained).toHaveLength(untrained.length);
    expect(made.lagFeature[0]).toBe(0);
  });

  it('says nothing of learning where no untrained network was read', async () => {
    const bench = benchOn(worked.trained);
    const made = await effectsOnFeatures(bench, named, []);
    expect(made.counted).toBeNull();
    expect(made.learned.includes(1)).toBe(false);
    expect(made.features.every(({ bar, labels }) => bar === null && labels === null)).toBe(true);
  });
});
