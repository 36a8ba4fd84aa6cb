import { describe, expect, it } from 'vitest';
import { benchOf } from '../../../../runner/analysis/findings/bench.ts';
import { typeLabelsFor } from '../../../../runner/analysis/findings/control-labels.ts';
import { meaninglessLabels } from '../../../../runner/analysis/findings/meaningless.ts';
import { randomTypeSets, randomTypesCriteria } from '../../../../runner/analysis/findings/random-types.ts';
import { learned } from '../../../../runner/analysis/findings/rungs/learned.ts';
import { random } from '../../../../runner/core/random.ts';
import { inventText } from './invented-text.ts';
import { claimOn, taskOf } from './rungs/invented.ts';
import { benchOfText } from './text-bench.ts';

/** Types as frequent as words are: that of rank r about 1/r times as often as the first. */
function zipf(tokens: number, kinds: number, seed: number): Int32Array {
  const { uniform } = random(seed, 4);
  return Int32Array.from({ length: tokens }, () => Math.floor(kinds ** uniform()) - 1);
}
const every = (tokens: number) => new Uint8Array(tokens).fill(1);
const carriedBy = (types: Int32Array, set: ReadonlySet<number>) =>
  Uint8Array.from(types, (type) => (set.has(type) ? 1 : 0));
const share = (types: Int32Array, set: ReadonlySet<number>) =>
  carriedBy(types, set).reduce((sum, each) => sum + each, 0) / types.length;

describe('random sets of token types', () => {
  const types = zipf(60_000, 2000, 1);

  it('are about as frequent as the feature, of as many types, and share none with it', () => {
    const feature = new Set([40, 90, 200, 31, 77, 150, 12, 500]);
    const draw = randomTypeSets({ types, members: every(types.length), mask: carriedBy(types, feature) });
    const sets = Array.from({ length: 30 }, (_, label) => draw?.(random(label)) ?? new Set<number>());
    for (const set of sets) {
      expect(set.size).toBe(feature.size);
      expect([...set].some((type) => feature.has(type))).toBe(false);
      expect(share(types, set) / share(types, feature)).toBeGreaterThan(0.5);
      expect(share(types, set) / share(types, feature)).toBeLessThan(2);
    }
    expect(new Set(sets.map((set) => [...set].sort((a, b) => a - b).join(' '))).size).toBe(30);
  });

  it('are of several types where the feature is a single one, which a network may well have learned', () => {
    const draw = randomTypeSets({ types, members: every(types.length), mask: carriedBy(types, new Set([3])) });
    const set = draw?.(random(1)) ?? new Set<number>();
    expect(set.size).toBe(randomTypesCriteria.fewest);
    expect(share(types, set) / share(types, new Set([3]))).toBeGreaterThan(0.5);
    expect(share(types, set) / share(types, new Set([3]))).toBeLessThan(2);
  });

  it('take none but types of the class, and are none where the class has too few', () => {
    const members = Uint8Array.from(types, (type) => (type % 2 === 0 ? 1 : 0));
    const draw = randomTypeSets({ types, members, mask: carriedBy(types, new Set([40, 90])) });
    for (const type of draw?.(random(2)) ?? []) expect(type % 2).toBe(0);
    const few = types.map((type) => type % 8);
    expect(randomTypeSets({ types: few, members: every(few.length), mask: carriedBy(few, new Set([3])) })).toBeNull();
  });
});

describe('a claim about a list of words', () => {
  /** Neurons that know the type: each is a random number a type, as the words' vectors are. */
  async function madeFor() {
    const { text } = inventText(33);
    const types = zipf(text.types.length, 400, 3);
    const list = new Set([...Array(12).keys()].map((k) => 20 + 7 * k));
    const mask = carriedBy(types, list);
    const { normal } = random(9);
    const neurons = Array.from({ length: 24 }, () => {
      const vector = Array.from({ length: 400 }, () => normal());
      return Float32Array.from(types, (type) => (vector[type] ?? 0) + 0.1 * normal());
    });
    const marker = Float32Array.from(mask, (each) => 2 * each + 0.3 * normal());
    const bench = benchOfText({ ...text, types }, [marker, ...neurons], [mask]);
    const decided = {
      ...bench,
      features: bench.features.map((each) => ({ ...each, decidedByToken: true })),
    };
    const labels = await meaninglessLabels(decided);
    return { labels, bench: decided };
  }

  it('is compared with lists that have every place of their words in the class, and none of its own', () => {
    const { text } = inventText(33);
    const types = zipf(text.types.length, 400, 3);
    const mask = carriedBy(types, new Set([...Array(12).keys()].map((k) => 20 + 7 * k)));
    const { input } = benchOfText({ ...text, types }, [], [mask]);
    // Words of every third type are no members: those of a segment are laid out evenly, and some stand twice.
    const members = Uint8Array.from(types, (type, t) => (type % 3 > 0 || mask[t] === 1 ? 1 : 0));
    const [feature] = input.features.map((each) => ({
      ...each,
      members: { discovery: members, confirmation: members },
    }));
    if (feature === undefined) throw new Error('there is a feature');
    const bench = benchOf({ ...input, features: [feature] });
    const [own] = bench.features;
    const labels = own && typeLabelsFor(bench, own);
    expect(labels?.carriers).toHaveLength(99);
    const places = own?.seen.confirmation.reference.view?.positions ?? new Int32Array();
    for (const own of labels?.carriers ?? []) {
      const carries = new Set(own.confirmation);
      const confirmation = Array.from(places, (_, place) => Number(carries.has(place)));
      const listed = new Set(Array.from(places, (t, place) => (confirmation[place] === 1 ? types[t] : -1)));
      listed.delete(-1);
      expect(listed.size).toBeGreaterThan(4);
      expect(confirmation).toEqual(Array.from(places, (t) => (t >= 0 && listed.has(types[t]) ? 1 : 0)));
      expect(confirmation.some((label, place) => label === 1 && mask[places[place] ?? -1] === 1)).toBe(false);
    }
  });

  it('is more than the network has for random lists where a neuron was made for it', async () => {
    const { labels, bench } = await madeFor();
    const [found] = labels;
    expect(found).toMatchObject({ count: 99, tokens: 1 });
    // Two dozen neurons that know the word by chance tell any dozen words a little.
    expect(found?.best[0]).toBeGreaterThan(0.1);
    const statusAt = async (localAuc: number) => {
      const effect = [measuredAt(localAuc)];
      const untrained = [[0.1], [0.12], [0.11], [0.09], [0.1]];
      return (await learned.compute(taskOf(bench, [claimOn(0)], { labels, effect, untrained, shuffled: [] })))[0]
        ?.status;
    };
    expect(await statusAt(0.98)).toBe('passed');
    expect(await statusAt(0.5 + (found?.best[0] ?? 0))).toBe('failed');
  });
});

const measuredAt = (localAuc: number) => ({
  localAuc,
  interval: [localAuc - 0.01, localAuc + 0.01] as [number, number],
  pooledAuc: localAuc,
  pointBiserial: 0.5,
  carriers: 400,
  rest: 4000,
  documents: 30,
});
