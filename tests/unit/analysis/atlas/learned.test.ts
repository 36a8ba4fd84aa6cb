import { describe, expect, it } from 'vitest';
import { effectsOnFeatures } from '../../../../runner/analysis/atlas/effects.ts';
import {
  type CountedNetwork,
  learnedPairs,
  learnedThresholds,
  neuronsIn,
  untrainedCounts,
} from '../../../../runner/analysis/atlas/learned.ts';
import { type Bench, benchOf, effectsOn, mapHalves } from '../../../../runner/analysis/findings/bench.ts';
import { familyTest } from '../../../../runner/analysis/findings/choice.ts';
import type { UntrainedNetwork } from '../../../../runner/analysis/findings/finding.ts';
import { bestOfNetwork } from '../../../../runner/analysis/findings/untrained.ts';
import type { Halves } from '../../../../runner/analysis/stats/tested-text.ts';
import { aFeature, benchOfHalves } from '../findings/invented.ts';
import { distance, made } from '../stats/reference.ts';

/** Worked by NumPy from activations and labels alone (tests/fixtures/evidence/atlas_count.py). */
type Matrices = Record<'z' | 'discovery' | 'confirmation' | 'table' | 'p' | 'learned', number[][]>;
interface Worked extends Matrices, Record<'sources' | 'labels' | 'bars' | 'leftOut', number[]> {
  length: number;
  documents: number;
  features: Halves<string>[];
  controlLabels: Halves<string>[][];
  trained: Halves<number[][]>;
  untrained: Halves<number[][]>[];
}
const worked = made<Worked>('evidence/atlas-count');

const maskOf = (bits: string): Uint8Array => Uint8Array.from(bits, Number);

function benchOn(network: Halves<number[][]>): Bench {
  const types = new Int32Array(worked.documents * worked.length);
  const read = mapHalves((half) => ({ types, neurons: network[half].map((row) => Float32Array.from(row)) }));
  const features = worked.features.map((masks) => aFeature(mapHalves((half) => maskOf(masks[half]))));
  const bench = benchOfHalves(read, features, { sources: worked.sources, permutations: 99, vocabulary: ['a'] });
  return { ...bench, tables: { ...bench.tables, discovery: Uint16Array.from(worked.table.flat()) } };
}

const effectsOf = async (bench: Bench) => ({
  discovery: await effectsOn(bench, 'discovery'),
  confirmation: await effectsOn(bench, 'confirmation'),
});

/** All that a network is counted by, with the control labels of the worked numbers in the place of drawn ones. */
async function counted(network: Halves<number[][]>): Promise<CountedNetwork> {
  const bench = benchOn(network);
  const { z, threshold } = await familyTest(bench);
  const best = worked.controlLabels.map(async (own) => {
    const features = own.map((label) => aFeature(mapHalves((half) => maskOf(label[half]))));
    const found = bestOfNetwork(await effectsOf(benchOf({ ...bench.input, features })));
    return Math.max(...found.filter((each) => each !== null));
  });
  return { ...(await effectsOf(bench)), standing: { z, threshold, labels: await Promise.all(best) } };
}

const near = (own: readonly ArrayLike<number>[], expected: readonly number[][], most = 1e-6): void =>
  own.forEach((row, feature) => {
    expect(distance(row, expected[feature] ?? [])).toBeLessThan(most);
  });

const trained = await counted(worked.trained);
const untrained: UntrainedNetwork[] = [];
for (const network of worked.untrained) untrained.push({ ...(await counted(network)), probes: [] });
const testable = worked.features.map(() => true);
const bars = learnedThresholds(trained.standing.labels, untrained.map(bestOfNetwork), testable);
const pairs = learnedPairs(trained, bars);

describe('what a network learned to tell, beside NumPy', () => {
  it('has the same effects, z, labels and bars', () => {
    near(trained.discovery, worked.discovery);
    near(trained.confirmation, worked.confirmation);
    near(trained.standing.z, worked.z, 1e-5);
    expect(trained.standing.labels).toEqual(worked.labels.map((best) => expect.closeTo(best, 6)));
    expect(bars.map(({ bar }) => bar)).toEqual(worked.bars.map((bar) => expect.closeTo(bar, 6)));
    const beyond = trained.standing.z.map((row) => Array.from(row, (z) => Math.abs(z) > trained.standing.threshold));
    expect(beyond).toEqual(worked.p.map((row) => row.map((p) => p < 0.05)));
  });

  it('counts the same pairs, and of untrained networks in its place as many', () => {
    expect(pairs.map((own) => [...own])).toEqual(worked.learned);
    expect(neuronsIn(pairs)).toBe(2);
    expect(untrainedCounts(untrained, testable)).toEqual(worked.leftOut);
    expect(worked.leftOut).toEqual([1, 0, 0, 0]);
    // One of which it was not looked at what it would be counted by is a control of the others all the same.
    const asked = untrained.map((network, index) => (index === 3 ? { ...network, standing: null } : network));
    expect(untrainedCounts(asked, testable)).toEqual([1, 0, 0]);
  });
});

describe('what counts as learned', () => {
  const [noLabels, noUntrained] = [testable.map(() => null), untrained.map(bestOfNetwork)];
  const isLearned = (feature: number, neuron: number, changes: Partial<CountedNetwork> = {}, own = bars) =>
    learnedPairs({ ...trained, ...changes }, own)[feature]?.[neuron] === 1;

  it('goes the same way on both halves', () => {
    expect([isLearned(0, 0), isLearned(1, 1)]).toEqual([true, false]);
    // Nothing else keeps the one that turned round out.
    expect(isLearned(1, 1, { discovery: trained.confirmation })).toBe(true);
    expect(isLearned(0, 0, { discovery: trained.discovery.map((row) => row.map((each) => -each)) })).toBe(false);
  });

  it('is more than chance among all neurons and features on the half that chooses', () => {
    expect(Math.abs(worked.confirmation[1]?.[2] ?? 0)).toBeGreaterThan(worked.bars[1] ?? 1);
    const anything = { standing: { ...trained.standing, threshold: 0 } };
    expect([isLearned(1, 2), isLearned(1, 2, anything)]).toEqual([false, true]);
  });

  it('is more than the network has for the best of the control labels', () => {
    expect([isLearned(2, 3), isLearned(2, 3, {}, learnedThresholds(noLabels, noUntrained, testable))]).toEqual([
      false,
      true,
    ]);
  });

  it('is more than one more untrained network would have, over all features', () => {
    const first = testable.map((_, feature) => feature === 0);
    const alone = learnedThresholds(noLabels, noUntrained, first);
    expect(bars[0]?.untrained?.limit ?? 0).toBeGreaterThan(alone[0]?.untrained?.limit ?? 1);
    expect(alone.slice(1).every(({ bar }) => bar === null)).toBe(true);
    // The best of an untrained network that goes the other way than it was chosen leaves the bar at 0, not below it.
    expect(learnedThresholds([null], [[-0.2], [-0.21]], [true])[0]?.bar).toBe(0);
  });

  it('cannot be told with fewer than two untrained networks, nor of one with fewer than three', () => {
    const few = learnedThresholds(trained.standing.labels, noUntrained.slice(1, 2), testable);
    expect(few.every(({ bar, untrained: known }) => bar === null && known === null)).toBe(true);
    expect([neuronsIn(learnedPairs(trained, few)), untrainedCounts(untrained.slice(0, 2), testable)]).toEqual([0, []]);
  });
});

describe('an atlas', () => {
  const named = worked.features.map(() => 'it');
  const bench = benchOn(worked.trained);

  it('holds one decision for the pairs and for the count', async () => {
    const atlas = await effectsOnFeatures(bench, named, untrained);
    const counts = worked.trained.discovery.filter((_, neuron) =>
      atlas.learned.subarray(neuron * testable.length, (neuron + 1) * testable.length).includes(1),
    );
    expect(atlas.counted?.neurons).toBe(counts.length);
    expect(atlas.counted?.untrained).toHaveLength(untrained.length);
    expect(atlas.best[0]).toBe(0);
  });

  it('says nothing of learning where no untrained network was read', async () => {
    const atlas = await effectsOnFeatures(bench, named, []);
    expect(atlas.counted).toBeNull();
    expect(atlas.learned.includes(1)).toBe(false);
    expect(atlas.features.every(({ bar, labels }) => bar === null && labels === null)).toBe(true);
  });
});
