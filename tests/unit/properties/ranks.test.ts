/** Ranks and areas against their definitions, by counting pairs. */
import { expect } from 'vitest';
import { auc, aucOfGroups } from '../../../runner/analysis/stats/auc.ts';
import { benjaminiHochberg, holm } from '../../../runner/analysis/stats/holm.ts';
import { classRanks, placesByToken, segmentRanks, sortedSegments } from '../../../runner/analysis/stats/ranks.ts';
import { withinTypes } from '../../../runner/analysis/stats/within-types.ts';
import { always, fc, listOf } from './seed.ts';

/** Few different values, so that many are equal; any value, those of a rounding apart too. */
const near = fc.constantFrom(0, -0, 1, 1 + 2 ** -23);
const value = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.float({ noNaN: true }), near);
const count = <T>(all: Iterable<T>, holds: (each: T) => boolean): number => [...all].filter(holds).length;

/** 1 to n, equal values sharing the mean. */
const rankOf = (value: number, among: ArrayLike<number>): number =>
  count(Array.from(among), (other) => other < value) + (count(Array.from(among), (other) => other === value) + 1) / 2;

/** Segments of one length, with a 1 at each token that belongs to a class of so many tokens in each segment. */
const lengths = fc.integer({ min: 1, max: 8 });
const segments = lengths.chain((length) => listOf(listOf(value, length), 1, 5).map((rows) => ({ length, rows })));

always('ranks within segments are those of each alone, in shares of its length', [segments], ({ length, rows }) => {
  const ranks = segmentRanks(Float32Array.from(rows.flat()), length);
  const expected = rows.flatMap((row) => {
    const own = Float32Array.from(row);
    return [...own].map((each) => Math.fround((rankOf(each, own) - (length + 1) / 2) / length));
  });
  expect([...ranks]).toEqual(expected.map((each) => each + 0));
});

const classed = segments.chain((given) => {
  const places = Array.from({ length: given.length }, (_, t) => t);
  const order = listOf(fc.shuffledSubarray(places, { minLength: given.length }), given.rows.length);
  return fc
    .tuple(fc.integer({ min: 1, max: given.length }), order)
    .map(([members, own]) => ({ ...given, members, order: own }));
});
always('ranks of a class are as if there were no other tokens', [classed], ({ length, rows, members, order }) => {
  const placesOf = (own: number[]) => own.slice(0, members).sort((a, b) => a - b);
  const positions = Int32Array.from(order.flatMap((own, segment) => placesOf(own).map((t) => segment * length + t)));
  const activation = Float32Array.from(rows.flat());
  const own = Float32Array.from(positions, (t) => activation[t] ?? Number.NaN);
  const alone = segmentRanks(own, members);
  const places = placesByToken({ positions, length: members }, activation.length);
  const into = new Float32Array(positions.length + 1);
  const within = classRanks(sortedSegments(activation, length), places, members, into);
  expect(within.subarray(0, -1)).toEqual(alone);
});

const occurrence = fc.record({ type: fc.integer({ min: -1, max: 2 }), says: fc.nat(1), isMember: fc.nat(4), value });
const occurrences = listOf(occurrence, 0, 24);
always(
  'ranks within types are those among the occurrences that differ',
  [occurrences, fc.boolean()],
  (text, isNumber) => {
    const column = (of: (own: (typeof text)[number]) => number): number[] => text.map(of);
    const [said, activation] = [column(({ says }) => says), Float32Array.from(column((own) => own.value))];
    const types = Int32Array.from(column(({ type }) => type));
    const members = Uint8Array.from(column(({ isMember }) => Math.min(1, isMember)));
    const mask = isNumber ? Float32Array.from(said) : Uint8Array.from(said);
    const found = withinTypes({ types, mask, members }, 3);
    const taking = [...types.keys()].filter((t) => members[t] === 1 && (types[t] ?? -1) >= 0);
    const compared = [...Map.groupBy(taking, (t) => types[t] ?? -1)]
      .filter(([, own]) => own.length >= 3 && new Set(own.map((t) => said[t])).size > 1)
      .map(([, own]) => own);
    const all = compared.flat();
    expect([found.types, found.tokens]).toEqual([compared.length, all.length]);
    expect(found.carriers).toBe(isNumber ? 0 : count(all, (t) => said[t] === 1));
    expect([...found.used.keys()].filter((t) => found.used[t] === 1)).toEqual(all.toSorted((a, b) => a - b));
    const ranks = new Float32Array(types.length);
    for (const own of compared) {
      const among = own.map((t) => activation[t] ?? Number.NaN);
      for (const [i, t] of own.entries())
        ranks[t] = (rankOf(among[i] ?? Number.NaN, among) - (own.length + 1) / 2) / own.length;
    }
    expect(found.rankedBy(activation).ranks.map((rank) => rank + 0)).toEqual(ranks.map((rank) => rank + 0));
  },
);

const share = fc.double({ min: 0, max: 1, noNaN: true });
const groups = listOf(fc.record({ score: fc.integer({ min: -3, max: 3 }), count: fc.nat(4), share }), 1, 8);
always('the AUC of groups is that of the tokens that they stand for', [groups], (drawn) => {
  const groups = drawn.map(({ score, count, share }) => ({ score, count, carriers: Math.round(share * count) }));
  const each = <T>(of: (group: (typeof groups)[number], i: number) => T) =>
    groups.flatMap((group) => Array.from({ length: group.count }, (_, i) => of(group, i)));
  const [scored, labels] = [each(({ score }) => score), each(({ carriers }, i) => Number(i < carriers))];
  const plain = auc(scored, labels);
  const [scores, counts, carriers] = (['score', 'count', 'carriers'] as const).map((key) =>
    groups.map((own) => own[key]),
  );
  const grouped = aucOfGroups(Float64Array.from(scores ?? []), counts ?? [], carriers ?? []);
  expect(grouped).toEqual(Number.isNaN(plain) ? plain : expect.closeTo(plain, 12));
});

const p = fc.oneof(share, fc.constantFrom(0.01, 0.02, 1));
always('adjusted p values are what their definitions say', [fc.array(p, { maxLength: 12 })], (given) => {
  const sorted = given.toSorted((a, b) => a - b);
  const [stepDown, stepUp] = [holm(given), benjaminiHochberg(given)];
  given.forEach((own, i) => {
    // Holm 1979: the largest of (n - k + 1) p(k) among those not above. Benjamini and Hochberg 1995: the smallest of n p(k) / k among those not below.
    const n = given.length;
    const down = sorted.map((each, k) => (each <= own ? (n - k) * each : 0));
    const up = sorted.map((each, k) => (each >= own ? (n * each) / (k + 1) : 1));
    expect(stepDown[i]).toBeCloseTo(Math.min(1, Math.max(...down)), 12);
    expect(stepUp[i]).toBeCloseTo(Math.min(1, ...up), 12);
  });
});
