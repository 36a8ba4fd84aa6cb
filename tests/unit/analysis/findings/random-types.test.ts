import { describe, expect, it } from 'vitest';
import { benchOf, inHalves } from '../../../../runner/analysis/findings/bench.ts';
import { typeLabelsFor } from '../../../../runner/analysis/findings/control-labels.ts';
import { meaninglessLabels } from '../../../../runner/analysis/findings/meaningless.ts';
import { randomTypeSets, randomTypesCriteria } from '../../../../runner/analysis/findings/random-types.ts';
import { learned } from '../../../../runner/analysis/findings/rungs/learned.ts';
import { item } from '../../../../runner/core/at.ts';
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

describe('random sets of token types', () => {
  const types = zipf(60_000, 2000, 1);
  const counts = Map.groupBy(types.keys(), (t) => types[t] ?? -1);
  const share = (set: ReadonlySet<number>) => [...set].reduce((sum, type) => sum + (counts.get(type)?.length ?? 0), 0);
  const times = (set: ReadonlySet<number>, feature: ReadonlySet<number>) => share(set) / share(feature);

  it('are about as frequent as the feature, of as many types, and share none with it', () => {
    const feature = new Set([40, 90, 200, 31, 77, 150, 12, 500]);
    const draw = randomTypeSets({ types, members: every(types.length), mask: carriedBy(types, feature) });
    const sets = Array.from({ length: 30 }, (_, label) => draw?.(random(label)) ?? new Set<number>());
    for (const set of sets) {
      expect(set.size).toBe(feature.size);
      expect(set.isDisjointFrom(feature)).toBe(true);
      expect(Math.abs(Math.log2(times(set, feature)))).toBeLessThan(1);
    }
    expect(new Set(sets.map((set) => [...set].sort((a, b) => a - b).join(' '))).size).toBe(30);
  });

  it('are of several types where the feature is a single one, which a network may well have learned', () => {
    const draw = randomTypeSets({ types, members: every(types.length), mask: carriedBy(types, new Set([3])) });
    const set = draw?.(random(1)) ?? new Set<number>();
    expect(set.size).toBe(randomTypesCriteria.fewest);
    expect(Math.abs(Math.log2(times(set, new Set([3]))))).toBeLessThan(1);
  });

  it('take none but types of the class, and are none where the class has too few', () => {
    const members = Uint8Array.from(types, (type) => (type % 2 === 0 ? 1 : 0));
    const draw = randomTypeSets({ types, members, mask: carriedBy(types, new Set([40, 90])) });
    const drawn = [...(draw?.(random(2)) ?? [1])];
    expect(drawn.filter((type) => type % 2 === 1)).toEqual([]);
    const few = types.map((type) => type % 8);
    expect(randomTypeSets({ types: few, members: every(few.length), mask: carriedBy(few, new Set([3])) })).toBeNull();
  });
});

describe('a claim about a list of words', () => {
  const { text } = inventText(33);
  const types = zipf(text.types.length, 400, 3);
  const mask = carriedBy(types, new Set(Array.from({ length: 12 }, (_, k) => 20 + 7 * k)));

  it('is compared with lists that have every place of their words in the class, and none of its own', () => {
    const { input } = benchOfText({ ...text, types }, [], [mask]);
    // Words of every third type are no members: those of a segment are laid out evenly, and some stand twice.
    const members = Uint8Array.from(types, (type, t) => (type % 3 > 0 || mask[t] === 1 ? 1 : 0));
    const bench = benchOf({
      ...input,
      features: input.features.map((each) => ({ ...each, members: inHalves(() => members) })),
    });
    const feature = item(bench.features, 0);
    const carriers = typeLabelsFor(bench, feature)?.carriers ?? [];
    expect(carriers).toHaveLength(99);
    const places = [...(feature.seen.confirmation.reference.view?.positions ?? [])];
    for (const { confirmation } of carriers) {
      const carries = new Set(confirmation);
      const list = new Set(carries.values().map((place) => types[places[place] ?? -1]));
      expect(list.size).toBeGreaterThan(4);
      expect(places.map((_, place) => carries.has(place))).toEqual(places.map((t) => list.has(types[t])));
      expect([...confirmation].filter((place) => mask[places[place] ?? -1] === 1)).toEqual([]);
    }
  });

  it('is more than the network has for random lists where a neuron was made for it', async () => {
    const { normal } = random(9);
    // Neurons that know the type: each is a random number a type, as the words' vectors are.
    const neurons = Array.from({ length: 24 }, () => {
      const vector = Array.from({ length: 400 }, () => normal());
      return Float32Array.from(types, (type) => (vector[type] ?? 0) + 0.1 * normal());
    });
    const marker = Float32Array.from(mask, (each) => 2 * each + 0.3 * normal());
    const made = benchOfText({ ...text, types }, [marker, ...neurons], [mask]);
    const bench = { ...made, features: made.features.map((each) => ({ ...each, decidedByToken: true })) };
    const labels = await meaninglessLabels(bench);
    const best = labels[0]?.best[0] ?? 0;
    expect(labels).toMatchObject([{ count: 99, tokens: 1 }]);
    // Two dozen neurons that know the word by chance tell any dozen words a little.
    expect(best).toBeGreaterThan(0.1);
    const untrained = [[0.1], [0.12], [0.11], [0.09], [0.1]];
    const statusAt = async (localAuc: number) => {
      const interval: [number, number] = [localAuc - 0.01, localAuc + 0.01];
      const counts = { carriers: 400, rest: 4000, documents: 30 };
      const effect = [{ localAuc, interval, pooledAuc: localAuc, pointBiserial: 0.5, ...counts }];
      const found = await learned.compute(taskOf(bench, [claimOn(0)], { labels, effect, untrained, shuffled: [] }));
      return found[0]?.status;
    };
    expect([await statusAt(0.98), await statusAt(0.5 + best)]).toEqual(['passed', 'failed']);
  });
});
