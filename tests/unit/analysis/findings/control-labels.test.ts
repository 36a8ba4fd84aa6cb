/** Labels that mean nothing: drawn as states are, as frequent and in runs as long; or of random types. */
import { describe, expect, it } from 'vitest';
import { benchOf, effectsOn, mapHalves } from '../../../../runner/analysis/findings/bench.ts';
import {
  classOf,
  drawLabel,
  labelsFor,
  ratesOf,
  type StateRates,
  sequencesOf,
  typeLabelsFor,
  variety,
} from '../../../../runner/analysis/findings/control-labels.ts';
import { meaninglessLabels } from '../../../../runner/analysis/findings/meaningless.ts';
import { randomTypeSets, randomTypesCriteria } from '../../../../runner/analysis/findings/random-types.ts';
import { item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance } from '../stats/reference.ts';
import { benchOfText, inventedBench, inventText } from './invented.ts';

const every = (tokens: number) => new Uint8Array(tokens).fill(1);

describe('labels that mean nothing, drawn as states are', () => {
  const bits = (text: string) => Uint8Array.from(text, Number);
  const drawn = (types: Int32Array, members: Uint8Array, length: number, label: { seed: number; rates: StateRates }) =>
    drawLabel(sequencesOf(types, members, length, 2), label);
  /** Of a state: how often it begins outside it, ends inside it, and is. */
  const ratesFor = (enter: number, leave: number, share: number): StateRates => ({
    first: [share, 1],
    next: [enter, 1 - leave].map((into) => [into, 1]),
  });

  it.each([
    // Of the class: 0 1 1 0 | 0 0 1 1. Outside four times before another, of which it begins twice; inside three times, once ending.
    ['from one token to the next, within segments', '01100011', '11111111', 4, ratesFor(2 / 3, 1 / 3, 0.5)],
    // The third token is not of the class: 0 1 . 0.
    ['from one token of the class to the next', '0100', '1101', 4, ratesFor(1, 1, 1 / 3)],
    // 0 1 2 2 1: from 0 to 1; from 1 to 2; from 2 once to 2 and once to 1. Twice 2, twice 1, once 0.
    [
      'from level to level, from the highest down',
      '01221',
      '11111',
      5,
      { first: [2 / 5, 4 / 5, 1], next: ['0 1 1', '1 1 1', '0.5 1 1'] },
    ],
    ['as nothing where the state never ends', '1111', '1111', 4, null],
    ['as nothing where it begins with the last token', '0001', '1111', 4, null],
  ])('how often a state begins and ends is counted %s', (_, levels, members, length, rates) => {
    const next = rates?.next.map((own) => (typeof own === 'string' ? own.split(' ').map(Number) : own));
    expect(ratesOf({ levels: bits(levels), members: bits(members) }, length)).toEqual(rates && { ...rates, next });
  });

  describe('a control label', () => {
    const { below } = random(3);
    const types = Int32Array.from({ length: 40_000 }, () => below(200));
    const all = every(types.length);
    const halves = ratesFor(0.5, 0.5, 0.5);

    it.each([
      ['is as frequent as the feature, and in runs as long', ratesFor(0.05, 0.2, 0.2)],
      [
        'goes from level to level as a number does',
        ratesOf({ levels: all.map((_, t) => [0, 1, 2, 1, 0, 0, 3, 2][t % 8] ?? 0), members: all }, 200) ?? halves,
      ],
    ])('%s', (_, rates) => {
      const found = ratesOf({ levels: drawn(types, all, 200, { seed: 1, rates }), members: all }, 200);
      expect(distance(found?.first ?? [], rates.first)).toBeLessThan(0.05);
      expect(distance(found?.next.flat() ?? [], rates.next.flat())).toBeLessThan(0.05);
    });

    it('hangs on the last tokens of the class and on nothing else', () => {
      const of = (text: Int32Array, members = every(60)) => [...drawn(text, members, 60, { seed: 5, rates: halves })];
      const text = types.slice(0, 60);
      const changed = text.with(10, 7);
      const differ = of(text).flatMap((each, t) => (each === of(changed)[t] ? [] : [t]));
      expect(differ.every((t) => t === 10 || t === 11)).toBe(true);
      // Tokens that are not of the class change nothing, and have no label.
      const members = every(60).with(10, 0);
      expect(of(text, members)).toEqual(of(changed, members));
      expect(of(text, members)[10]).toBe(0);
    });

    it('differs from seed to seed', () => {
      const [one, other] = [1, 2].map((seed) => drawn(types, all, 200, { seed, rates: halves }));
      expect((one?.filter((each, t) => each === other?.[t]).length ?? 0) / types.length).toBeCloseTo(0.5, 1);
    });
  });

  it('the variety of sequences counts each by its share', () => {
    const of = (types: Int32Array, tokens: number) => variety(sequencesOf(types, every(100), 100, tokens));
    // After the first: 'a b' and 'b a' in turn, and the beginning once.
    const turns = new Int32Array(100).map((_, t) => t % 2);
    expect(Math.log(of(turns, 2))).toBeCloseTo(-0.01 * Math.log(0.01) - 0.49 * Math.log(0.49) - 0.5 * Math.log(0.5), 6);
    expect(of(new Int32Array(100).fill(4), 1)).toBe(1);
  });

  it('what a network makes of control labels is little where no neuron reads, and not compared where the token decides', async () => {
    const [found] = await meaninglessLabels(inventedBench());
    expect(found?.count).toBe(99);
    expect(found?.best[0]).toBeLessThan(0.2);
    expect(found?.best).toEqual(found?.best.toSorted((a, b) => b - a));
    expect(await meaninglessLabels(inventedBench({ feature: { decidedByToken: true } }))).toEqual([null]);
  });

  it('a token that stands in the class for several has one label', () => {
    // Documents have fewer and fewer tokens of the class, and some stand there more than once.
    const members = mapHalves(() =>
      Uint8Array.from({ length: 32 * 68 }, (_, t) => Number(t % 68 >= Math.floor(t / 68))),
    );
    const bench = inventedBench({ feature: { members } });
    const feature = item(bench.features, 0);
    const { positions } = feature.seen.discovery.reference.view ?? { positions: new Int32Array() };
    expect(new Set(positions).size).toBeLessThan(positions.length);
    const drawn = classOf(bench, feature);
    const { carriers } = (drawn && labelsFor(bench, feature, drawn)) ?? { carriers: [] };
    expect(carriers).toHaveLength(99);
    for (const { discovery } of carriers) {
      const carry = new Set(Array.from(discovery, (place) => positions[place]));
      expect([...positions.keys()].filter((place) => carry.has(positions[place]))).toEqual([...discovery]);
    }
  });
});

/** Types as frequent as words are: that of rank r about 1/r times as often as the first. */
function zipf(tokens: number, kinds: number, seed: number): Int32Array {
  const { uniform } = random(seed, 4);
  return Int32Array.from({ length: tokens }, () => Math.floor(kinds ** uniform()) - 1);
}
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
      features: input.features.map((each) => ({ ...each, members: mapHalves(() => members) })),
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
    // And the one that was made for it more than they.
    const [own] = await effectsOn(bench, 'confirmation');
    expect(own?.[0]).toBeGreaterThan(best + 0.1);
  });
});
